// `npm run lab`: JupyterLab with the kernel and the lessons. Further arguments go to JupyterLab.
import { existsSync } from "node:fs";
import { foreground, python, sayMissing, setup } from "./setup.mjs";

sayMissing(await setup());
if (!existsSync(python)) {
  console.error("JupyterLab needs Python 3 and PyPI; without them `npm start` still executes the lessons.");
  process.exit(3);
}
process.exitCode = await foreground(python, ["-m", "jupyter", "lab", "--notebook-dir=notebooks", ...process.argv.slice(2)]);
