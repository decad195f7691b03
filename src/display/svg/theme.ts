// A picture's colours on dark pages: as an image it sees the colour scheme of the page that it stands on.
import { INK, INK_ON_DARK } from "../figure/palette";

/** Only texts and axes change; the palette's colours stand out on both grounds. Programs without style sheets keep the mid grey. */
export const THEME = `<style>@media (prefers-color-scheme:dark){${["fill", "stroke"].map((name) => `[${name}="${INK}"]{${name}:${INK_ON_DARK}}`).join("")}}</style>`;
