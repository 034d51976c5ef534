// Attention of all tokens to all within each group of rows, no mask, on tensor cores; see attend_tile.cuh.
//
//   out, query, key, value  [groups * tokens, heads * side] bf16
//
// Grid (tiles of 64 queries of a group, heads, groups), four warps.
#include "attend_tile.cuh"

template <int SIDE>
__device__ __forceinline__ void attend_within(
    bf16* out,
    const bf16* query,
    const bf16* key,
    const bf16* value,
    int tokens,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    const int head = blockIdx.y;
    const int firstRow = blockIdx.z * tokens;
    const MatrixKeys<bf16> keys = {
        key + (size_t)firstRow * keyStride + head * side,
        value + (size_t)firstRow * valueStride + head * side,
        keyStride,
        valueStride};
    const TileWork work = {
        query, queryStride, firstRow, (int)blockIdx.x * 64, tokens, 1, head, side, tokens, 0, 0, tokens};
    const TileResult result = {out, outStride, nullptr};
    attend_tile<SIDE>(work, keys, result);
}

extern "C" __global__ void __launch_bounds__(128) attend_within_64(
    bf16* out,
    const bf16* query,
    const bf16* key,
    const bf16* value,
    int tokens,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    attend_within<64>(out, query, key, value, tokens, side, outStride, queryStride, keyStride, valueStride);
}

extern "C" __global__ void __launch_bounds__(128) attend_within_96(
    bf16* out,
    const bf16* query,
    const bf16* key,
    const bf16* value,
    int tokens,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    attend_within<96>(out, query, key, value, tokens, side, outStride, queryStride, keyStride, valueStride);
}

extern "C" __global__ void __launch_bounds__(128) attend_within_128(
    bf16* out,
    const bf16* query,
    const bf16* key,
    const bf16* value,
    int tokens,
    int side,
    int outStride,
    int queryStride,
    int keyStride,
    int valueStride) {
    attend_within<128>(out, query, key, value, tokens, side, outStride, queryStride, keyStride, valueStride);
}
