// Greedy choice: out[r] = the column of the largest value of row r, the first one among equals; 0 where all are NaN.
//
//   out  [rows] i32     logits  [rows, columns] activations
//
// One block for each row. A thread keeps the first of its own largest values, then the lower column wins between threads.
#include "common.cuh"

struct Best {
    float value;
    int column;
};

__device__ __forceinline__ bool beats(Best challenger, Best holder) {
    return challenger.value > holder.value || (challenger.value == holder.value && challenger.column < holder.column);
}

__device__ __forceinline__ Best best_of_warp(Best best) {
#pragma unroll
    for (int distance = 16; distance > 0; distance >>= 1) {
        Best other;
        other.value = __shfl_xor_sync(0xffffffffu, best.value, distance);
        other.column = __shfl_xor_sync(0xffffffffu, best.column, distance);
        best = beats(other, best) ? other : best;
    }
    return best;
}

template <int WIDTH, class T>
__device__ __forceinline__ Best best_of_thread(const T* row, int columns) {
    Best best = {NEGATIVE_INFINITY, 0x7fffffff};
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, row + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            const Best here = {values[i], column + i};
            best = beats(here, best) ? here : best;
        }
    }
    return best;
}

template <class T>
__device__ __forceinline__ void argmax(int* out, const T* logits, int columns, int stride, int width) {
    __shared__ float values[32];
    __shared__ int winners[32];
    const T* row = logits + ROW * stride;
    Best best = best_of_warp(width == 8 ? best_of_thread<8>(row, columns) : best_of_thread<1>(row, columns));
    if ((threadIdx.x & 31) == 0) {
        values[threadIdx.x >> 5] = best.value;
        winners[threadIdx.x >> 5] = best.column;
    }
    __syncthreads();
    if (threadIdx.x == 0) {
        for (int i = 1; i < (int)blockDim.x >> 5; i++) {
            const Best other = {values[i], winners[i]};
            best = beats(other, best) ? other : best;
        }
        out[ROW] = best.column < columns ? best.column : 0;
    }
}

extern "C" __global__ void argmax_f32(int* out, const float* logits, int columns, int stride, int width) {
    argmax(out, logits, columns, stride, width);
}

extern "C" __global__ void argmax_bf16(int* out, const bf16* logits, int columns, int stride, int width) {
    argmax(out, logits, columns, stride, width);
}
