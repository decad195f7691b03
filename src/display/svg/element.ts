// Small pieces of SVG text.

/** A coordinate to a tenth of a pixel. */
export const fixed = (value: number): string => String(Math.round(value * 10) / 10);

export function rect(x: number, y: number, width: number, height: number, attributes: string): string {
  const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
  return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(Math.abs(width))}" height="${fixed(Math.abs(height))}" ${attributes}/>`;
}
