// The library's face: `import { display, plot, t } from "cellwright"`. Names are listed one by one, so that an ES module finds them.
export { display, displayable, DISPLAY, Figure, html, inspectText, language, md, mermaid, plot, progress, readable, render, renderAsync, svg, t, table } from "./display";
export type { Display, Displayable, DisplayHandle, DisplayOptions, Markdown, MimeBundle, PlotOptions, Progress, Rendered, Row, Step, TableOptions, TemplateTag, Trace } from "./display";
export { check, CheckError, clipGradNorm, close, data, device, exercise, ExerciseError, gradientCheck, largestError, loadCheckpoint, nn, optim, readSafetensors, rng, saveCheckpoint, scale, schedule, shape, text, train, writeSafetensors, yours } from "./learn";
export type { Checkpoint, Device, DeviceName, Exercise, GradientCheckOptions, Numbers, Optimizer, Rng, ScalarFunction, Schedule, TrainOptions, TrainReport, Weights } from "./learn";
