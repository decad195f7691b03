// The exercises of a lesson: each exercise cell with its parts.
import { type Exercise, exerciseOf } from "../../src/lesson/exercises";
import { codeCells, type Cell, type Notebook } from "./notebook";

export interface ExerciseCell extends Exercise {
  cell: Cell;
}

export const exercisesOf = (notebook: Notebook): ExerciseCell[] => codeCells(notebook).filter((cell) => cell.metadata.tags.includes("exercise")).map((cell) => ({ cell, ...exerciseOf(cell) }));
