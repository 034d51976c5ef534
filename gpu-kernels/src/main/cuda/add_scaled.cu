// Residual with layer scale: inOut += in * scale, element by element along a row.
//
//   inOut, in  [rows, columns] activations     scale  [columns] f32
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void add_scaled_piece(
    T* inOut, const T* in, const float* scale, int columns, int outStride, int inStride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    T* at = inOut + ROW * outStride + column;
    float sum[WIDTH], more[WIDTH], factor[WIDTH];
    load(sum, at);
    load(more, in + ROW * inStride + column);
    load(factor, scale + column);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        sum[i] += more[i] * factor[i];
    }
    save(at, sum);
}

template <class T>
__device__ __forceinline__ void add_scaled(
    T* inOut, const T* in, const float* scale, int columns, int outStride, int inStride, int width) {
    if (width == 8) {
        add_scaled_piece<8>(inOut, in, scale, columns, outStride, inStride);
    } else {
        add_scaled_piece<1>(inOut, in, scale, columns, outStride, inStride);
    }
}

extern "C" __global__ void add_scaled_f32(
    float* inOut, const float* in, const float* scale, int columns, int outStride, int inStride, int width) {
    add_scaled(inOut, in, scale, columns, outStride, inStride, width);
}

extern "C" __global__ void add_scaled_bf16(
    bf16* inOut, const bf16* in, const float* scale, int columns, int outStride, int inStride, int width) {
    add_scaled(inOut, in, scale, columns, outStride, inStride, width);
}
