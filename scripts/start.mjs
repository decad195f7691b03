// `npm start`: set-up, then every lesson executed headless, with an HTML site (and the API reference in it) that works offline. `--no-cache` runs all anew.
import { join } from "node:path";
import { writeApi } from "./api.mjs";
import { foreground, root, sayMissing, setup } from "./setup.mjs";

const missing = await setup().catch((error) => {
  console.error(error.message);
  process.exit(3);
});
sayMissing(missing);
writeApi(); // before the lessons, so that the site's index links to it
const inputs = ["dist", "notebooks/data"].map((path) => join(root, path));
const options = ["--out", "executed", "--html", "--inputs", ...inputs, "--", "notebooks/en", "notebooks/zh"];
process.exitCode = await foreground(process.execPath, ["dist/cli.js", "run", ...process.argv.slice(2), ...options]);
sayMissing(missing);
