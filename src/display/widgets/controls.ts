// Booleans, texts, buttons, and what shows HTML, images, colours and files.
import { described, sort, type Described, type Styled, type Visible } from "./sort";

export interface Checked extends Visible, Described, Styled {
  value: boolean;
  disabled: boolean;
  indent: boolean;
}

type ButtonStyleName = "" | "primary" | "success" | "info" | "warning" | "danger";

export interface Toggle extends Visible, Described, Styled {
  value: boolean;
  disabled: boolean;
  button_style: ButtonStyleName;
  /** A Font Awesome name, e.g. "check". */
  icon: string;
}

export interface Validity extends Visible, Described, Styled {
  value: boolean;
  /** Shown beside a cross. */
  readout: string;
  disabled: boolean;
}

export interface TextField extends Visible, Described, Styled {
  value: string;
  placeholder: string;
  disabled: boolean;
  continuous_update: boolean;
}

export interface Markup extends Visible, Described, Styled {
  value: string;
  placeholder: string;
}

export interface PushButton extends Visible, Styled {
  description: string;
  disabled: boolean;
  button_style: ButtonStyleName;
  icon: string;
}

export interface Picture extends Visible {
  /** The file's bytes. */
  value: Uint8Array;
  format: "png" | "jpeg" | "gif" | "webp" | "svg+xml" | "url";
  /** CSS pixels; empty: the picture's own. */
  width: string;
  height: string;
}

export interface Colour extends Visible, Described, Styled {
  value: string;
  concise: boolean;
  disabled: boolean;
}

export interface UploadedFile { name: string; type: string; size: number; last_modified: number; content: Uint8Array }
export interface Upload extends Visible, Described, Styled {
  value: readonly UploadedFile[];
  accept: string;
  multiple: boolean;
  disabled: boolean;
  button_style: ButtonStyleName;
  icon: string;
  error: string;
}

const NOTHING = "\u200b"; // an empty placeholder would fold the line
const text = () => ({ ...described(), value: "", placeholder: NOTHING, disabled: false, continuous_update: true });
const markup = () => ({ ...described(), value: "", placeholder: NOTHING });

/** True or false, as a box to tick. */
export const Checkbox = sort<Checked>("Checkbox", { style: "CheckboxStyle", state: () => ({ ...described(), value: false, disabled: false, indent: true }) });
/** True or false, as a button that stays down. */
export const ToggleButton = sort<Toggle>("ToggleButton", { style: "ToggleButtonStyle", state: () => ({ ...described(), value: false, disabled: false, button_style: "", icon: "" }) });
/** Shows whether something is right. */
export const Valid = sort<Validity>("Valid", { style: "DescriptionStyle", state: () => ({ ...described(), value: false, readout: "Invalid", disabled: false }) });

/** One line; `on("submit", …)` hears the Enter key. */
export const Text = sort<TextField>("Text", { style: "TextStyle", state: text });
/** Several lines of text. */
export const Textarea = sort<TextField & { rows: number | null }>("Textarea", { style: "TextStyle", state: () => ({ ...text(), rows: null }) });
/** One line that does not show what is typed. */
export const Password = sort<TextField>("Password", { style: "TextStyle", state: text });
/** A line with suggestions. */
export const Combobox = sort<TextField & { options: readonly string[]; ensure_option: boolean }>("Combobox", { style: "TextStyle", state: () => ({ ...text(), options: [], ensure_option: false }) });

/** Shows HTML. */
export const HTML = sort<Markup>("HTML", { style: "HTMLStyle", state: markup });
/** Shows HTML with formulas between dollars. */
export const HTMLMath = sort<Markup>("HTMLMath", { style: "HTMLStyle", state: markup });
/** Shows text, with formulas between dollars. */
export const Label = sort<Markup>("Label", { style: "LabelStyle", state: markup });

/** `on("click", …)` hears it. */
export const Button = sort<PushButton>("Button", { style: "ButtonStyle", state: () => ({ description: "", disabled: false, button_style: "", icon: "" }) });

/** Shows a picture's bytes (`format` "png", "jpeg", …). */
export const Image = sort<Picture>("Image", { state: () => ({ value: new Uint8Array(), format: "png", width: "", height: "" }) });
/** A colour, as CSS writes it. */
export const ColorPicker = sort<Colour>("ColorPicker", { style: "DescriptionStyle", state: () => ({ ...described(), value: "black", concise: false, disabled: false }) });
/** Files from the reader's machine; `value` lists them with their bytes. */
export const FileUpload = sort<Upload>("FileUpload", {
  style: "ButtonStyle",
  unechoed: ["value"],
  state: () => ({ ...described(), description: "Upload", value: [], accept: "", multiple: false, disabled: false, button_style: "", icon: "upload", error: "" }),
});
