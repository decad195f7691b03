// Numbers as a reader wants them in a sentence.

/** 0.123456 → 0.1235; 124439808 → 124,439,808; 1986 → 1986; 1.2e-9 → 1.2 × 10⁻⁹. The whole part is never rounded. */
export function readable(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞";
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return minus(Math.abs(value) < 10_000 ? String(value) : grouped(String(value)));
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return powerOfTen(value, digits);
  return minus(grouped(size >= 10 ** digits ? value.toFixed(0) : String(Number(value.toPrecision(digits)))));
}

function powerOfTen(value: number, digits: number): string {
  const [mantissa = "", exponent = "0"] = value.toExponential(digits - 1).split("e");
  return `${minus(String(Number(mantissa)))} × 10${superscript(Number(exponent))}`;
}

const superscript = (exponent: number): string => String(exponent).replace(/[-\d]/g, (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(Number(digit))));
export const grouped = (digits: string): string => (/^-?\d{5,}/.test(digits) ? digits.replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",") : digits);
const minus = (text: string): string => text.replace(/^-/, "−");
