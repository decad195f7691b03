// The slope of pooling by the largest.
import { at } from "./vector";

/** dx [batch, height, width, channels] += dy [batch, outHeight, outWidth, channels] at each window's first largest entry, as in TensorFlow; dx starts at 0. */
export function maxPoolGradient(
  x: usize, dy: usize, dx: usize, batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
): void {
  memory.fill(dx, 0, <usize>(batch * height * width * channels) << 2);
  for (let each = 0; each < batch; each++) {
    const image = each * height * width;
    for (let row = 0; row < outHeight; row++) {
      const fromRow = row * strideHeight - top, toRow = min(height, fromRow + filterHeight);
      for (let column = 0; column < outWidth; column++) {
        const fromColumn = column * strideWidth - left, toColumn = min(width, fromColumn + filterWidth);
        for (let channel = 0; channel < channels; channel++, dy += 4) {
          const place = largestIn(x, image, max(0, fromRow), toRow, max(0, fromColumn), toColumn, width, channels, channel);
          store<f32>(at(dx, place), load<f32>(at(dx, place)) + load<f32>(dy));
        }
      }
    }
  }
}

function largestIn(x: usize, image: i32, fromRow: i32, toRow: i32, fromColumn: i32, toColumn: i32, width: i32, channels: i32, channel: i32): i32 {
  let place = (image + fromRow * width + fromColumn) * channels + channel;
  let best = load<f32>(at(x, place));
  for (let row = fromRow; row < toRow; row++) {
    for (let column = fromColumn; column < toColumn; column++) {
      const here = (image + row * width + column) * channels + channel;
      const value = load<f32>(at(x, here));
      if (value > best) {
        best = value;
        place = here;
      }
    }
  }
  return place;
}
