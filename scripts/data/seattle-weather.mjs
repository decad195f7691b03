// Makes notebooks/data/seattle-weather.tsv from npm `vega-datasets` (this one is a work of the US government).
//
//   node scripts/data/seattle-weather.mjs
//
// Only the header is changed.
import { cells, filesOf, table, write } from "./unpacked.mjs";

const [text] = filesOf("vega-datasets@3.2.1", ["data/seattle-weather.csv"]);
write("seattle-weather.tsv", table(["date", "precipitation", "temperatureMax", "temperatureMin", "wind", "weather"], cells(text)));
