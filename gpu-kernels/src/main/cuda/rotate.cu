// Rotary embedding by halves, in place: with x = [a, b] the halves of one head, x = [a cos - b sin, b cos + a sin].
//
//   inOut  [rows, heads * headSide] activations     cosSin  [rows, headSide] f32: the cosines of a row, then its sines
//
// Grid (rows, pieces of all left halves of a row); `width` pairs for each thread, 8 where half of a head and the addresses
// allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void rotate_piece(T* inOut, const float* cosSin, int heads, int half, int stride, int cosStride) {
    const int pair = COLUMN(WIDTH);
    if (pair >= heads * half) {
        return;
    }
    const int head = pair / half;
    const int at = pair - head * half;
    T* left = inOut + ROW * stride + 2 * head * half + at;
    T* right = left + half;
    const float* angles = cosSin + ROW * cosStride + at;
    float a[WIDTH], b[WIDTH], cosine[WIDTH], sine[WIDTH];
    load(a, left);
    load(b, right);
    load(cosine, angles);
    load(sine, angles + half);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        const float turned = a[i] * cosine[i] - b[i] * sine[i];
        b[i] = b[i] * cosine[i] + a[i] * sine[i];
        a[i] = turned;
    }
    save(left, a);
    save(right, b);
}

template <class T>
__device__ __forceinline__ void rotate(T* inOut, const float* cosSin, int heads, int half, int stride, int cosStride, int width) {
    if (width == 8) {
        rotate_piece<8>(inOut, cosSin, heads, half, stride, cosStride);
    } else {
        rotate_piece<1>(inOut, cosSin, heads, half, stride, cosStride);
    }
}

extern "C" __global__ void rotate_f32(
    float* inOut, const float* cosSin, int heads, int half, int stride, int cosStride, int width) {
    rotate(inOut, cosSin, heads, half, stride, cosStride, width);
}

extern "C" __global__ void rotate_bf16(
    bf16* inOut, const float* cosSin, int heads, int half, int stride, int cosStride, int width) {
    rotate(inOut, cosSin, heads, half, stride, cosStride, width);
}
