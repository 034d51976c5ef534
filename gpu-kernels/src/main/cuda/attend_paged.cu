// Attention of the rows of a step to their sequences in the paged cache, causal, on tensor cores; see attend_tile.cuh.
//
//   out, query    [rows, heads * side] bf16
//   keys, values  the cache's of one layer, [blocks, keyHeads, blockTokens, side] bf16
//
// Grid (items, key heads). An item is a tile of a span's stacked queries and a range of its keys. Tall tiles (four warps, 64
// queries) are for prompts; short ones (one warp, 16 queries) for the single rows of sequences that are being answered, whose keys
// are shared out among several blocks where there are few of them: each leaves a part, and attend_join.cu puts them together.
#include "attend_tile.cuh"

/** A tile's first stacked query, the tokens that it reads, and the number of its part, -1 when it is the whole. */
struct Item {
    int span, first, from, to, part;
};

template <int SIDE, int QUERIES>
__device__ __forceinline__ void attend_paged(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    const Item item = items[blockIdx.x];
    const Span span = spans[item.span];
    const int keyHead = blockIdx.y;
    const PagedKeys<bf16> from = {keys, values, blocks + span.blocksAt, keyHeads, keyHead, side, shift};
    const TileWork work = {
        query,
        queryStride,
        span.firstRow,
        item.first,
        span.rows * group,
        group,
        keyHead * group,
        side,
        span.past + 1,
        1,
        item.from,
        item.to};
    float* part = item.part < 0 ? nullptr : parts + ((size_t)item.part * keyHeads + keyHead) * QUERIES * (side + 2);
    const TileResult result = {out, outStride, part};
    attend_tile<SIDE>(work, from, result);
}

extern "C" __global__ void __launch_bounds__(128) attend_tall_64(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<64, 64>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(128) attend_tall_96(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<96, 64>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(128) attend_tall_128(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<128, 64>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(32) attend_short_64(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<64, 16>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(32) attend_short_96(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<96, 16>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}

extern "C" __global__ void __launch_bounds__(32) attend_short_128(
    bf16* out,
    const bf16* query,
    const bf16* keys,
    const bf16* values,
    const Span* spans,
    const int* blocks,
    const Item* items,
    float* parts,
    int keyHeads,
    int group,
    int side,
    int shift,
    int outStride,
    int queryStride) {
    attend_paged<128, 16>(
        out, query, keys, values, spans, blocks, items, parts, keyHeads, group, side, shift, outStride, queryStride);
}
