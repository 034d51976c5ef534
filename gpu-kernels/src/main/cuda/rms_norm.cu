// Root-mean-square norm (Zhang and Sennrich 2019): out = in / sqrt(mean(in^2) + eps) * weight, row by row.
//
//   out, in  [rows, columns] activations; out may be in     weight  [columns] f32
//
// One block for each row. The row is read twice; the second time it is still in the cache.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void rms_norm_row(T* out, const T* in, const float* weight, int columns, float eps) {
    float squares = 0.0f;
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, in + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            squares += values[i] * values[i];
        }
    }
    const float scale = 1.0f / sqrtf(block_sum(squares) / columns + eps);

    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH], weights[WIDTH];
        load(values, in + column);
        load(weights, weight + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            // Rounded before the weight, as the reference does; one rounding would be more accurate, and different.
            values[i] = rounded(out, values[i] * scale) * weights[i];
        }
        save(out + column, values);
    }
}

template <class T>
__device__ __forceinline__ void rms_norm(
    T* out, const T* in, const float* weight, int columns, int outStride, int inStride, float eps, int width) {
    if (width == 8) {
        rms_norm_row<8>(out + ROW * outStride, in + ROW * inStride, weight, columns, eps);
    } else {
        rms_norm_row<1>(out + ROW * outStride, in + ROW * inStride, weight, columns, eps);
    }
}

extern "C" __global__ void rms_norm_f32(
    float* out, const float* in, const float* weight, int columns, int outStride, int inStride, float eps, int width) {
    rms_norm(out, in, weight, columns, outStride, inStride, eps, width);
}

extern "C" __global__ void rms_norm_bf16(
    bf16* out, const bf16* in, const float* weight, int columns, int outStride, int inStride, float eps, int width) {
    rms_norm(out, in, weight, columns, outStride, inStride, eps, width);
}
