// What npm runs before the package is packed, and where it is installed from git: that is how pre-commit and `npm install git+…` get dist/.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const compiler = fileURLToPath(new URL("../node_modules/assemblyscript", import.meta.url)); // left out by --omit=dev
if (existsSync(compiler)) await build(() => undefined);
