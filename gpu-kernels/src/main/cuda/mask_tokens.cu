// Constrained choice: logits[id] = -infinity on one row for every id whose bit is not set.
//
//   logits  [columns] activations     allowed  [ceil(columns / 32)] i32, the lowest bit first
//
// One thread for each id.
#include "common.cuh"

template <class T>
__device__ __forceinline__ void mask(T* logits, const u32* allowed, int columns) {
    const int id = blockIdx.x * blockDim.x + threadIdx.x;
    if (id < columns && (allowed[id >> 5] >> (id & 31) & 1u) == 0) {
        store(logits + id, NEGATIVE_INFINITY);
    }
}

extern "C" __global__ void mask_tokens_f32(float* logits, const u32* allowed, int columns) {
    mask(logits, allowed, columns);
}

extern "C" __global__ void mask_tokens_bf16(bf16* logits, const u32* allowed, int columns) {
    mask(logits, allowed, columns);
}
