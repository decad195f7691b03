// Starts the executor's relay before anything else loads: the first cell waits for it.
import { join } from "node:path";
import { Worker } from "node:worker_threads";

new Worker(join(__dirname, "relay.js"));
