// No notebook: a script in a terminal or a log gets the text.
import { plainText } from "../text";
import type { DisplayHost } from "./types";

export const plainHost: DisplayHost = {
  name: "plain",
  display: (rendered) => console.log(plainText(rendered.data)),
  update: (rendered) => console.log(plainText(rendered.data)),
  clear: () => undefined,
};
