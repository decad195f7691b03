// Convolution of images [height, width, channels] by products of matrices: what each place of the filter meets, laid out in rows.
import { gemm } from "./gemm";
import { addTo } from "./rows";
import { at } from "./vector";

/** columns [outHeight · outWidth, filterHeight · filterWidth · channels] of one image; what lies outside it is 0. */
function gather(
  image: usize, columns: usize, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
): void {
  const run = <usize>channels << 2;
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let i = 0; i < filterHeight; i++) {
        const row = y * strideHeight + i - top;
        for (let j = 0; j < filterWidth; j++, columns += run) {
          const column = x * strideWidth + j - left;
          if (<u32>row < <u32>height && <u32>column < <u32>width) copyRun(columns, at(image, (row * width + column) * channels), channels);
          else memory.fill(columns, 0, run);
        }
      }
    }
  }
}

/** A call of memory.copy costs more than a few numbers do. */
function copyRun(to: usize, from: usize, count: i32): void {
  if (count > 64) {
    memory.copy(to, from, <usize>count << 2);
    return;
  }
  let i = 0;
  for (; i + 4 <= count; i += 4) v128.store(at(to, i), v128.load(at(from, i)));
  for (; i < count; i++) store<f32>(at(to, i), load<f32>(at(from, i)));
}

/** The way back: adds each column where it came from. */
function scatter(
  columns: usize, image: usize, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32,
): void {
  for (let y = 0; y < outHeight; y++) {
    for (let x = 0; x < outWidth; x++) {
      for (let i = 0; i < filterHeight; i++) {
        const row = y * strideHeight + i - top;
        for (let j = 0; j < filterWidth; j++, columns = at(columns, channels)) {
          const column = x * strideWidth + j - left;
          if (<u32>row < <u32>height && <u32>column < <u32>width) addTo(at(image, (row * width + column) * channels), columns, channels);
        }
      }
    }
  }
}

/** out [batch, outHeight, outWidth, outputs] of images and filter [filterHeight, filterWidth, channels, outputs]. */
export function convolution(
  images: usize, filter: usize, out: usize, batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, outputs: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, columns: usize, scratch: usize,
): void {
  const places = outHeight * outWidth, met = filterHeight * filterWidth * channels;
  for (let each = 0; each < batch; each++) {
    gather(at(images, each * height * width * channels), columns, height, width, channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, top, left);
    gemm(columns, <usize>met << 2, 4, filter, <usize>outputs << 2, 4, at(out, each * places * outputs), <usize>outputs << 2, places, outputs, met, false, scratch);
  }
}

/** The slope by the images. */
export function convolutionImages(
  dy: usize, filter: usize, dImages: usize, batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, outputs: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, columns: usize, scratch: usize,
): void {
  const places = outHeight * outWidth, met = filterHeight * filterWidth * channels, size = height * width * channels;
  memory.fill(dImages, 0, <usize>(batch * size) << 2);
  for (let each = 0; each < batch; each++) {
    gemm(at(dy, each * places * outputs), <usize>outputs << 2, 4, filter, 4, <usize>outputs << 2, columns, <usize>met << 2, places, met, outputs, false, scratch);
    scatter(columns, at(dImages, each * size), height, width, channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, top, left);
  }
}

/** The slope by the filter. */
export function convolutionFilter(
  images: usize, dy: usize, dFilter: usize, batch: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32, outputs: i32,
  filterHeight: i32, filterWidth: i32, strideHeight: i32, strideWidth: i32, top: i32, left: i32, columns: usize, scratch: usize,
): void {
  const places = outHeight * outWidth, met = filterHeight * filterWidth * channels;
  memory.fill(dFilter, 0, <usize>(met * outputs) << 2);
  for (let each = 0; each < batch; each++) {
    gather(at(images, each * height * width * channels), columns, height, width, channels, outHeight, outWidth, filterHeight, filterWidth, strideHeight, strideWidth, top, left);
    gemm(columns, 4, <usize>met << 2, at(dy, each * places * outputs), <usize>outputs << 2, 4, dFilter, <usize>outputs << 2, met, outputs, places, true, scratch);
  }
}
