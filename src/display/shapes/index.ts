// The table of shapes that are shown well though they have no hook; the first that answers wins.
import { isPromise } from "node:util/types";
import type { Rendered } from "../types";
import { canvas } from "./canvas";
import { element } from "./element";
import { frame } from "./frame";
import { imageBytes } from "./image";
import { plotlyFigure } from "./plotly";
import { tensor, tensorAsync } from "./tensor";
import { vega } from "./vega";

type Shape = (value: object) => Rendered | undefined;

const SHAPES: readonly Shape[] = [imageBytes, tensor, plotlyFigure, vega, canvas, frame, element];

export function knownShape(value: unknown): Rendered | undefined {
  if (typeof value !== "object" || value === null || isPromise(value)) return undefined;
  for (const shape of SHAPES) {
    const rendered = shape(value);
    if (rendered) return rendered;
  }
  return undefined;
}

/** Tensors whose data can be read only asynchronously show it too. */
export async function knownShapeAsync(value: unknown): Promise<Rendered | undefined> {
  return (await tensorAsync(value)) ?? knownShape(value);
}
