// Layer norm (Ba et al. 2016): out = (in - mean) / sqrt(variance + eps) * weight + bias, row by row, over the population.
//
//   out, in  [rows, columns] activations; out may be in     weight, bias  [columns] f32
//
// One block for each row. The variance is summed in a second pass around the mean: one pass over squares would lose it where
// values lie far from zero. The row is read three times, twice from the cache.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void layer_norm_row(
    T* out, const T* in, const float* weight, const float* bias, int columns, float eps) {
    float sum = 0.0f;
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, in + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            sum += values[i];
        }
    }
    const float mean = block_sum(sum) / columns;

    float squares = 0.0f;
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, in + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
    }
    const float scale = 1.0f / sqrtf(block_sum(squares) / columns + eps);

    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH], weights[WIDTH], more[WIDTH];
        load(values, in + column);
        load(weights, weight + column);
        load(more, bias + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            values[i] = (values[i] - mean) * scale * weights[i] + more[i];
        }
        save(out + column, values);
    }
}

template <class T>
__device__ __forceinline__ void layer_norm(
    T* out, const T* in, const float* weight, const float* bias, int columns, int outStride, int inStride, float eps, int width) {
    if (width == 8) {
        layer_norm_row<8>(out + ROW * outStride, in + ROW * inStride, weight, bias, columns, eps);
    } else {
        layer_norm_row<1>(out + ROW * outStride, in + ROW * inStride, weight, bias, columns, eps);
    }
}

extern "C" __global__ void layer_norm_f32(
    float* out,
    const float* in,
    const float* weight,
    const float* bias,
    int columns,
    int outStride,
    int inStride,
    float eps,
    int width) {
    layer_norm(out, in, weight, bias, columns, outStride, inStride, eps, width);
}

extern "C" __global__ void layer_norm_bf16(
    bf16* out,
    const bf16* in,
    const float* weight,
    const float* bias,
    int columns,
    int outStride,
    int inStride,
    float eps,
    int width) {
    layer_norm(out, in, weight, bias, columns, outStride, inStride, eps, width);
}
