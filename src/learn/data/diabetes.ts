// 442 diabetes patients: ten measurements each and the progression of the disease a year later (Efron et al., 2004).
import { numericRows, type Source } from "./source";

export const diabetesColumns = ["age", "sex", "bmi", "bp", "tc", "ldl", "hdl", "tch", "ltg", "glu", "progression"] as const;

/** age in years, sex 1 or 2, bmi in kg/m², bp (mean arterial pressure) in mmHg, tc/ldl/hdl in mg/dl, tch = tc/hdl, ltg = ln of
 * triglycerides, glu (blood sugar) in mg/dl, progression a score after one year. */
export type DiabetesRow = Record<(typeof diabetesColumns)[number], number>;

export const diabetes: Source<DiabetesRow> = {
  title: { en: "Diabetes progression", zh: "糖尿病病情进展" },
  file: "diabetes.csv",
  sha256: "c48610bb2ef2cf5e6d4617ee217287e58ce3aa37549b1aeffea2d8c287ca57ea",
  licence: "BSD-3-Clause",
  attribution: "Efron, Hastie, Johnstone, Tibshirani: Least Angle Regression (2004), by way of scikit-learn 1.5.2",
  parse: (text) => numericRows(text, diabetesColumns),
};
