// What a learner sees of a training: a progress bar with the time left, and a figure of the loss, redrawn at most once a second.
import * as tf from "@tensorflow/tfjs";
import { type DisplayHandle, type Figure, currentHost, display, plot, progress, t } from "../../display";
import type { TrainReport } from "./report";

export interface Monitor {
  step(report: TrainReport): void;
  done(report: TrainReport): void;
}

const REDRAW_MS = 1000;

export function monitor({ steps, quiet }: { steps: number; quiet: boolean }): Monitor {
  if (quiet) return { step: () => undefined, done: () => undefined };
  const bar = progress(steps, { label: t({ en: "training", zh: "训练" }), unit: t({ en: "steps", zh: "步" }) });
  const live = !process.env.CELLWRIGHT_HEADLESS && currentHost().name === "cellwright";
  let figure: DisplayHandle | undefined;
  let drawn = performance.now();
  const draw = (report: TrainReport): void => {
    drawn = performance.now();
    if (figure) figure.update(lossFigure(report));
    else figure = display(lossFigure(report));
  };
  return {
    step(report) {
      bar.tick(1, summary(report));
      if (live && performance.now() - drawn > REDRAW_MS) draw(report);
    },
    done(report) {
      bar.done(summary(report));
      if (report.losses.length > 1 && currentHost().name !== "plain") draw(report);
    },
  };
}

/** Loss, throughput and memory. */
export function summary({ losses, perSecond, itemsPerSecond }: TrainReport): string {
  const { numTensors, numBytes } = tf.memory();
  const items = itemsPerSecond > 0 ? [`${Math.round(itemsPerSecond)} ${t({ en: "rows/s", zh: "行/秒" })}`] : [];
  const memory = `${numTensors} ${t({ en: "tensors", zh: "个张量" })}, ${(numBytes / 2 ** 20).toFixed(1)} MB`;
  return [`${t({ en: "loss", zh: "损失" })} ${losses.at(-1)?.toPrecision(4)}`, `${perSecond.toPrecision(3)} ${t({ en: "steps/s", zh: "步/秒" })}`, ...items, memory].join(", ");
}

const POINTS = 500; // more would only thicken the line

function lossFigure({ losses, history, steps, from }: TrainReport): Figure {
  const stride = Math.ceil(losses.length / POINTS);
  const kept = losses.flatMap((loss, i) => (i % stride === 0 || i === losses.length - 1 ? [{ step: from + i + 1, loss }] : []));
  const evaluated = history.filter(({ evaluation }) => typeof evaluation === "number");
  const loss = { x: kept.map(({ step }) => step), y: kept.map((point) => point.loss), mode: "lines", name: t({ en: "training", zh: "训练" }) };
  const held = { x: evaluated.map(({ step }) => step), y: evaluated.map(({ evaluation }) => evaluation ?? null), mode: "lines+markers", name: t({ en: "evaluation", zh: "评估" }) };
  const [first, last] = [losses[0]?.toPrecision(3), losses.at(-1)?.toPrecision(3)];
  return plot(evaluated.length ? [loss, held] : [loss], {
    x: t({ en: "step", zh: "步" }),
    y: t({ en: "loss", zh: "损失" }),
    alt: t({ en: `The training loss over ${steps} steps, from ${first} to ${last}.`, zh: `${steps} 步训练的损失，从 ${first} 到 ${last}。` }),
  });
}
