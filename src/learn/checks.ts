// Assertions that are shown to the learner: values, shapes, gradients, exercises.
export { check, shape } from "./checks/check";
export { close, largestError, type Numbers } from "./checks/close";
export { gradientCheck, type GradientCheckOptions, type ScalarFunction } from "./checks/gradient";
export { exercise, ExerciseError, yours, type Exercise } from "./checks/exercise";
export { CheckError } from "./checks/say";
