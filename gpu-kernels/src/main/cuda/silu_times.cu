// The gate of the feed-forward part: out = silu(gate) * up, silu(x) = x * sigmoid(x).
//
//   out, gate, up  [rows, columns] activations
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void silu_times_piece(
    T* out, const T* gate, const T* up, int columns, int outStride, int gateStride, int upStride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    float x[WIDTH], y[WIDTH];
    load(x, gate + ROW * gateStride + column);
    load(y, up + ROW * upStride + column);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        // The reference stores silu(gate) in the activations' type before it multiplies.
        x[i] = rounded(out, x[i] / (1.0f + expf(-x[i]))) * y[i];
    }
    save(out + ROW * outStride + column, x);
}

template <class T>
__device__ __forceinline__ void silu_times(
    T* out, const T* gate, const T* up, int columns, int outStride, int gateStride, int upStride, int width) {
    if (width == 8) {
        silu_times_piece<8>(out, gate, up, columns, outStride, gateStride, upStride);
    } else {
        silu_times_piece<1>(out, gate, up, columns, outStride, gateStride, upStride);
    }
}

extern "C" __global__ void silu_times_f32(
    float* out, const float* gate, const float* up, int columns, int outStride, int gateStride, int upStride, int width) {
    silu_times(out, gate, up, columns, outStride, gateStride, upStride, width);
}

extern "C" __global__ void silu_times_bf16(
    bf16* out, const bf16* gate, const bf16* up, int columns, int outStride, int gateStride, int upStride, int width) {
    silu_times(out, gate, up, columns, outStride, gateStride, upStride, width);
}
