// out[r] = logits[r][ids[r]] - log(sum(exp(logits[r]))).
//
//   out  [rows] f32     logits  [rows, columns] activations     ids  [rows] i32
//
// One block for each row, which is read twice: for its largest value, and for the sum around it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ float log_of_sum(const T* row, int columns) {
    float largest = NEGATIVE_INFINITY;
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, row + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            largest = fmaxf(largest, values[i]);
        }
    }
    largest = block_max(largest);
    float sum = 0.0f;
    for (int column = threadIdx.x * WIDTH; column < columns; column += blockDim.x * WIDTH) {
        float values[WIDTH];
        load(values, row + column);
#pragma unroll
        for (int i = 0; i < WIDTH; i++) {
            sum += expf(values[i] - largest);
        }
    }
    return largest + logf(block_sum(sum));
}

template <class T>
__device__ __forceinline__ void log_probabilities(
    float* out, const T* logits, const int* ids, int columns, int stride, int width) {
    const T* row = logits + ROW * stride;
    const float total = width == 8 ? log_of_sum<8>(row, columns) : log_of_sum<1>(row, columns);
    if (threadIdx.x == 0) {
        out[ROW] = widen(row[ids[ROW]]) - total;
    }
}

extern "C" __global__ void log_probabilities_f32(
    float* out, const float* logits, const int* ids, int columns, int stride, int width) {
    log_probabilities(out, logits, ids, columns, stride, width);
}

extern "C" __global__ void log_probabilities_bf16(
    float* out, const bf16* logits, const int* ids, int columns, int stride, int width) {
    log_probabilities(out, logits, ids, columns, stride, width);
}
