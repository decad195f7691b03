// Scaled dot-product attention on queries, keys and values side by side, [batch · time, 3 · width]; a head is read where it lies.
import { gemm } from "./gemm";
import { softmaxRow, softmaxRowGradient } from "./softmax";
import { at } from "./vector";

/**
 * weights [batch · heads, time, time] = softmax(q kᵀ / √size + mask), out [batch · time, width] = weights · v. The mask, none at address 0,
 * is read at head · maskHead + row · maskRow floats.
 */
export function attention(
  qkv: usize, mask: usize, maskHead: i32, maskRow: i32, weights: usize, out: usize, batch: i32, time: i32, heads: i32, size: i32, scratch: usize,
): void {
  const width = heads * size, row = <usize>width * 12;
  const scale = <f32>1 / sqrt<f32>(<f32>size);
  for (let each = 0; each < batch * heads; each++) {
    const text = each / heads, head = (each % heads) * size;
    const q = at(qkv, text * time * 3 * width + head), k = at(q, width), v = at(k, width);
    const own = at(weights, each * time * time);
    gemm(q, row, 4, k, 4, row, own, <usize>time << 2, time, time, size, false, scratch);
    for (let i = 0; i < time; i++) softmaxRow(at(own, i * time), mask ? at(mask, each * maskHead + i * maskRow) : 0, time, scale);
    gemm(own, <usize>time << 2, 4, v, row, 4, at(out, text * time * width + head), <usize>width << 2, time, size, time, false, scratch);
  }
}

/** dqkv [batch · time, 3 · width] of dy [batch · time, width]; slopes is room for [time, time]. */
export function attentionGradient(
  dy: usize, qkv: usize, weights: usize, dqkv: usize, slopes: usize, batch: i32, time: i32, heads: i32, size: i32, scratch: usize,
): void {
  const width = heads * size, row = <usize>width * 12, dRow = <usize>width << 2, square = <usize>time << 2;
  const scale = <f32>1 / sqrt<f32>(<f32>size);
  for (let each = 0; each < batch * heads; each++) {
    const text = each / heads, head = (each % heads) * size;
    const place = text * time * 3 * width + head;
    const q = at(qkv, place), k = at(q, width), v = at(k, width);
    const dq = at(dqkv, place), dk = at(dq, width), dv = at(dk, width);
    const own = at(weights, each * time * time), slope = at(dy, text * time * width + head);
    gemm(slope, dRow, 4, v, 4, row, slopes, square, time, time, size, false, scratch);
    for (let i = 0; i < time; i++) softmaxRowGradient(at(slopes, i * time), at(own, i * time), time, scale);
    gemm(slopes, square, 4, k, row, 4, dq, row, time, size, time, false, scratch);
    gemm(slopes, 4, square, q, row, 4, dk, row, time, size, time, false, scratch);
    gemm(own, 4, square, slope, dRow, 4, dv, row, time, size, time, false, scratch);
  }
}
