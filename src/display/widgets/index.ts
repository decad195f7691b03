// Jupyter widgets: `widgets.IntSlider({ … })` and its sisters, `interact`, `link`, `anywidget`.
export { Accordion, Box, GridBox, HBox, Stack, Tab, VBox } from "./boxes";
export { Dropdown, RadioButtons, Select, SelectionSlider, SelectMultiple, ToggleButtons } from "./choices";
export { Button, Checkbox, ColorPicker, Combobox, FileUpload, HTML, HTMLMath, Image, Label, Password, Text, Textarea, ToggleButton, Valid } from "./controls";
export { BoundedFloatText, BoundedIntText, FloatLogSlider, FloatProgress, FloatRangeSlider, FloatSlider, FloatText, IntProgress, IntRangeSlider, IntSlider, IntText, Play } from "./numbers";
export { Output } from "./output";
export { anywidget } from "./anywidget";
export { interact, interactive } from "./interact";
export { dlink, jsdlink, jslink, link } from "./link";
export { Widget } from "./widget";
