// Activation curves, in place: gelu(x) = x / 2 * (1 + erf(x / sqrt(2))), quickGelu(x) = x * sigmoid(1.702 x).
//
//   inOut  [rows, columns] activations
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

struct Gelu {
    __device__ static __forceinline__ float at(float x) {
        return 0.5f * x * (1.0f + erff(x * 0.70710678118654752f));
    }
};

struct QuickGelu {
    __device__ static __forceinline__ float at(float x) {
        // expf overflows to infinity for very negative x, and x / infinity is the right -0.
        return x / (1.0f + expf(-1.702f * x));
    }
};

template <int WIDTH, class Curve, class T>
__device__ __forceinline__ void curve_piece(T* inOut, int columns, int stride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    T* at = inOut + ROW * stride + column;
    float values[WIDTH];
    load(values, at);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        values[i] = Curve::at(values[i]);
    }
    save(at, values);
}

template <class Curve, class T>
__device__ __forceinline__ void curve(T* inOut, int columns, int stride, int width) {
    if (width == 8) {
        curve_piece<8, Curve>(inOut, columns, stride);
    } else {
        curve_piece<1, Curve>(inOut, columns, stride);
    }
}

extern "C" __global__ void gelu_f32(float* inOut, int columns, int stride, int width) {
    curve<Gelu>(inOut, columns, stride, width);
}

extern "C" __global__ void gelu_bf16(bf16* inOut, int columns, int stride, int width) {
    curve<Gelu>(inOut, columns, stride, width);
}

extern "C" __global__ void quick_gelu_f32(float* inOut, int columns, int stride, int width) {
    curve<QuickGelu>(inOut, columns, stride, width);
}

extern "C" __global__ void quick_gelu_bf16(bf16* inOut, int columns, int stride, int width) {
    curve<QuickGelu>(inOut, columns, stride, width);
}
