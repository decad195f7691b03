// What of a notebook's own HTML may stand on a page: text, tables, pictures, sounds, films and folds; no script, no form, no address to load from.
import sanitizeHtml, { type IOptions } from "sanitize-html";
import { withSvgAsImages } from "./image";

const COLOUR = /^(#[0-9a-f]{3,8}|rgba?\([\d\s.,%]+\)|[a-z]+)$/i;
const SIZE = /^[\d.]+(px|em|rem|ch|%|vw)?$|^auto$/;

const OPTIONS: IOptions = {
  allowedTags: [...sanitizeHtml.defaults.allowedTags, "img", "details", "summary", "del", "ins", "progress", "meter", "picture", "audio", "video"],
  allowedAttributes: {
    "*": ["class", "style", "title", "lang", "dir", "align", "role", "aria-*"],
    a: ["href", "id"], img: ["src", "alt", "width", "height"], audio: ["src", "controls", "loop"], video: ["src", "controls", "loop", "width", "height"], details: ["open"], ol: ["start", "type"], h1: ["id"], h2: ["id"], h3: ["id"], h4: ["id"],
    th: ["scope", "colspan", "rowspan"], td: ["colspan", "rowspan"], progress: ["value", "max"], meter: ["value", "min", "max", "low", "high"],
  },
  allowedStyles: {
    "*": {
      color: [COLOUR], background: [COLOUR], "background-color": [COLOUR], "text-align": [/^(left|right|center|start|end)$/], "font-weight": [/^(bold|normal|\d{3})$/],
      "font-style": [/^(italic|normal)$/], "white-space": [/^(pre|pre-wrap|normal|nowrap)$/], "vertical-align": [/^[a-z-]+$/],
      width: [SIZE], "max-width": [SIZE], "min-width": [SIZE], height: [SIZE], "font-size": [SIZE], padding: [/^[\d.a-z% ]+$/], margin: [/^[\d.a-z% ]+$/],
    },
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesByTag: { img: ["data"], audio: ["data"], video: ["data"] },
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  transformTags: { img: remoteToLink, audio: remoteToLink, video: remoteToLink },
  exclusiveFilter: ({ tag, attribs }) => (tag === "audio" || tag === "video") && !attribs.href && !attribs.src?.startsWith("data:"), // with href it has become a link
};

export const sanitized = (html: string): string => sanitizeHtml(withSvgAsImages(html), OPTIONS);

/** A picture, sound or film on the net does not show offline: a link says where it is. */
function remoteToLink(tagName: string, attribs: Record<string, string>): { tagName: string; attribs: Record<string, string>; text?: string } {
  const { src = "", alt = "" } = attribs;
  return /^https?:/i.test(src) ? { tagName: "a", attribs: { href: src }, text: alt || src } : { tagName, attribs };
}

/** True if something is left to see. */
export const showsSomething = (html: string): boolean => /<(img|hr|progress|meter|audio|video)\b/.test(html) || html.replace(/<[^>]*>/g, "").trim() !== "";
