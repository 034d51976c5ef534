// Repetition penalty (Keskar et al. 2019) on one row, once for each distinct id: x = x > 0 ? x / penalty : x * penalty.
//
//   logits  [columns] activations     ids  [count] i32, with repeats     penalized  [count] f32, a place to work in
//
// One block. All new values are computed from the old ones before any is written, so that threads with the same id write the
// same value, and an id that occurs twice is penalized once.
#include "common.cuh"

template <class T>
__device__ __forceinline__ void penalize(T* logits, const int* ids, float* penalized, int count, float penalty) {
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        const float value = widen(logits[ids[i]]);
        penalized[i] = value > 0.0f ? value / penalty : value * penalty;
    }
    __syncthreads();
    for (int i = threadIdx.x; i < count; i += blockDim.x) {
        store(logits + ids[i], penalized[i]);
    }
}

extern "C" __global__ void penalize_repeats_f32(float* logits, const int* ids, float* penalized, int count, float penalty) {
    penalize(logits, ids, penalized, count, penalty);
}

extern "C" __global__ void penalize_repeats_bf16(bf16* logits, const int* ids, float* penalized, int count, float penalty) {
    penalize(logits, ids, penalized, count, penalty);
}
