// Attention for any head size up to 256 and any alignment, in f32: the kernel that is easy to check. softmax(q k / sqrt(side)) v
// with a running maximum (Milakov and Gimelshein 2018).
//
//   out, query  [rows, heads * side] activations
//   within      the keys and values of rows group * tokens to group * tokens + tokens - 1, no mask
//   paged       the sequence's tokens up to and with the row itself; query head h reads key head h / (heads / keyHeads)
//
// Grid (rows, heads / 4), four warps of one head each. 32 keys at a time: a lane scores one key, then each lane sums its columns
// of all 32 values.
#include "keys.cuh"

#define WARPS 4
#define MOST_SIDE 256

template <class T, class Keys>
__device__ __forceinline__ void attend_head(T* out, const T* query, const Keys& from, int tokens, int side) {
    __shared__ float queries[WARPS][MOST_SIDE];
    __shared__ float shares[WARPS][32];
    const int lane = threadIdx.x & 31;
    float* q = queries[threadIdx.x >> 5];
    float* weights = shares[threadIdx.x >> 5];
    const float scale = 1.0f / sqrtf((float)side);
    for (int i = lane; i < side; i += 32) {
        q[i] = widen(query[i]) * scale;
    }
    __syncwarp();

    float sums[MOST_SIDE / 32] = {};
    float largest = NEGATIVE_INFINITY;
    float total = 0.0f;
    for (int first = 0; first < tokens; first += 32) {
        float score = NEGATIVE_INFINITY;
        if (first + lane < tokens) {
            const T* key = from.key(first + lane);
            score = 0.0f;
            for (int i = 0; i < side; i++) {
                score += q[i] * widen(key[i]);
            }
        }
        const float before = largest;
        largest = fmaxf(largest, warp_max(score));
        const float shrink = expf(before - largest);
        const float share = expf(score - largest);
        total = total * shrink + warp_sum(share);
        weights[lane] = share;
        __syncwarp();
#pragma unroll
        for (int i = 0; i < MOST_SIDE / 32; i++) {
            sums[i] *= shrink;
        }
        const int count = min(32, tokens - first);
        for (int token = 0; token < count; token++) {
            const T* value = from.value(first + token);
#pragma unroll
            for (int i = 0; i < MOST_SIDE / 32; i++) {
                if (lane + 32 * i < side) {
                    sums[i] += weights[token] * widen(value[lane + 32 * i]);
                }
            }
        }
        __syncwarp(); // all weights have been used
    }
#pragma unroll
    for (int i = 0; i < MOST_SIDE / 32; i++) {
        if (lane + 32 * i < side) {
            store(out + lane + 32 * i, sums[i] / total);
        }
    }
}

template <class T>
__device__ __forceinline__ void attend_within(
    T* out,
    const T* query,
    const T* key,
    const T* value,
    int tokens,
    int heads,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    const int head = blockIdx.y * WARPS + (threadIdx.x >> 5);
    if (head >= heads) {
        return;
    }
    const size_t first = ROW / tokens * tokens;
    const MatrixKeys<T> keys = {
        key + first * keyStride + head * side, value + first * valueStride + head * side, keyStride, valueStride};
    attend_head(out + ROW * outStride + head * side, query + ROW * queryStride + head * side, keys, tokens, side);
}

template <class T>
__device__ __forceinline__ void attend_paged(
    T* out,
    const T* query,
    const T* keys,
    const T* values,
    const Span* spans,
    const int* spanOfRow,
    const int* blocks,
    int heads,
    int keyHeads,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    const int head = blockIdx.y * WARPS + (threadIdx.x >> 5);
    if (head >= heads) {
        return;
    }
    const Span span = spans[spanOfRow[ROW]];
    const PagedKeys<T> from = {keys, values, blocks + span.blocksAt, keyHeads, head / (heads / keyHeads), side, shift};
    const int tokens = span.past + ((int)ROW - span.firstRow) + 1;
    attend_head(out + ROW * outStride + head * side, query + ROW * queryStride + head * side, from, tokens, side);
}

extern "C" __global__ void __launch_bounds__(128, 4) attend_within_f32(
    float* out,
    const float* query,
    const float* key,
    const float* value,
    int tokens,
    int heads,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    attend_within(out, query, key, value, tokens, heads, side, outStride, queryStride, keyStride, valueStride);
}

extern "C" __global__ void __launch_bounds__(128, 4) attend_within_bf16(
    bf16* out,
    const bf16* query,
    const bf16* key,
    const bf16* value,
    int tokens,
    int heads,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    attend_within(out, query, key, value, tokens, heads, side, outStride, queryStride, keyStride, valueStride);
}

extern "C" __global__ void __launch_bounds__(128, 4) attend_paged_f32(
    float* out,
    const float* query,
    const float* keys,
    const float* values,
    const Span* spans,
    const int* spanOfRow,
    const int* blocks,
    int heads,
    int keyHeads,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged(out, query, keys, values, spans, spanOfRow, blocks, heads, keyHeads, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(128, 4) attend_paged_bf16(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* spanOfRow,
    const int* blocks,
    int heads,
    int keyHeads,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged(out, query, keys, values, spans, spanOfRow, blocks, heads, keyHeads, side, shift, outStride, queryStride);
}
