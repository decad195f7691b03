// The weather at Seattle, day by day, 2012 to 2015 (NOAA).
import { number, oneOf, rowsOf, text } from "./columns";
import type { Source } from "./source";

/** `date` as 2012-01-31, `precipitation` in mm, temperatures in °C, `wind` as the source has it (it says km/h; the size is that of m/s). */
const columns = { date: text, precipitation: number, temperatureMax: number, temperatureMin: number, wind: number, weather: oneOf("drizzle", "rain", "snow", "sun", "fog") };

export type WeatherRow = ReturnType<typeof parse>[number];
const parse = (source: string) => rowsOf(source, columns);

export const seattleWeather: Source<WeatherRow> = {
  title: { en: "Daily weather at Seattle, 2012–2015", zh: "西雅图每日天气（2012–2015）" },
  file: "seattle-weather.tsv",
  sha256: "9258c74f2a3d20d10865a6a56b27a0142c62a0f325207bc04a8c7963cc7ab847",
  licence: "public domain (US government)",
  attribution: "NOAA National Climatic Data Center, by way of vega-datasets 3.2.1",
  parse,
};
