// One tile of attention on tensor cores: 16 queries for each warp against a range of keys, with a running maximum (Dao 2023,
// "FlashAttention-2"; written anew).
//
// A tile's queries are stacked: query i belongs to row i / group of the span and to query head i % group of the key head, so that
// a key is read once for all query heads that share it. Keys and values come in pieces of 64 tokens through two stages of shared
// memory (cp.async): while one is computed with, the next one arrives. Scores stay in registers, where the layout of a product's
// result is that of the next product's left side.
//
// SIDE is 64, 96 or 128: the head size rounded up, the rest filled with zeros. A head size must be a multiple of 8, all addresses
// multiples of 16 bytes.
#pragma once
#include "keys.cuh"

#define TILE_KEYS 64

/** What a block has to compute. `limit(i)` tokens are seen by stacked query i; only keys from `from` to `to` - 1 are read. */
struct TileWork {
    const bf16* query;
    int queryStride;
    int firstRow;  // of the span, in query and out
    int first;     // stacked query of the span
    int stacked;   // queries of the span
    int group;     // query heads of the key head
    int firstHead; // query head
    int side;
    int seen;   // tokens that the first row of the span sees
    int causal; // tokens more that each further row sees: 1, or 0 without a mask
    int from, to;
};

/** Where the result goes: rows of bf16, or a part that attend_join.cu puts together with others. */
struct TileResult {
    bf16* out;
    int outStride;
    float* part; // [16 * warps, side + 2]: sums, the running maximum (to the base 2), the sum of the weights; or null
};

__device__ __forceinline__ u32 shared_address(const void* pointer) {
    return (u32)__cvta_generic_to_shared(pointer);
}

/** 16 bytes to shared memory, asynchronously; zeros where `bytes` is 0. */
__device__ __forceinline__ void copy16(void* to, const void* from, int bytes) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared_address(to)), "l"(from), "r"(bytes) : "memory");
}

__device__ __forceinline__ void multiply(float (&sum)[4], const u32 (&a)[4], u32 b0, u32 b1) {
    asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
                 : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

__device__ __forceinline__ void read_matrices(u32 (&to)[4], u32 address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(address));
}

__device__ __forceinline__ void read_transposed(u32 (&to)[4], u32 address) {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0,%1,%2,%3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(address));
}

__device__ __forceinline__ float power_of_two(float x) {
    float result;
    asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
    return result;
}

/** Row of the span and query head of a stacked query, as an offset into rows that lie `stride` apart. */
__device__ __forceinline__ size_t stacked_at(const TileWork& work, int query, int stride) {
    const int row = query / work.group;
    return (size_t)(work.firstRow + row) * stride + (work.firstHead + query - row * work.group) * work.side;
}

/** The lanes' parts of 16 queries, as the left side of products; zeros beyond the last query and the head size. */
template <int SIDE>
__device__ __forceinline__ void load_queries(u32 (&fragments)[SIDE / 16][4], const TileWork& work, int query, int column) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
        const int here = query + (i & 1) * 8;
        const bf16* from = here < work.stacked ? work.query + stacked_at(work, here, work.queryStride) : nullptr;
#pragma unroll
        for (int step = 0; step < SIDE / 16; step++) {
            const int at = step * 16 + (i >> 1) * 8 + column;
            fragments[step][i] = from && at < work.side ? *(const u32*)(from + at) : 0u;
        }
    }
}

/** Starts the copy of keys and values from token `first` on to one stage; what lies behind the last one becomes zero. */
template <int SIDE, class Keys>
__device__ __forceinline__ void load_stage(bf16* stage, const Keys& keys, const TileWork& work, int first) {
    const int chunks = SIDE / 8;
    for (int i = threadIdx.x; i < TILE_KEYS * chunks; i += blockDim.x) {
        const int token = i / chunks;
        const int column = (i - token * chunks) * 8;
        const bool there = first + token < work.to && column < work.side;
        // The address of a copy of nothing has to be a valid one all the same.
        const int source = there ? first + token : work.from;
        bf16* to = stage + token * (SIDE + 8) + column;
        copy16(to, keys.key(source) + (there ? column : 0), there ? 16 : 0);
        copy16(to + TILE_KEYS * (SIDE + 8), keys.value(source) + (there ? column : 0), there ? 16 : 0);
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
}

/** scores = queries keys^T for 64 keys. */
template <int SIDE>
__device__ __forceinline__ void score_keys(float (&scores)[8][4], const u32 (&queries)[SIDE / 16][4], const bf16* keys, int lane) {
#pragma unroll
    for (int tile = 0; tile < 8; tile++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
            scores[tile][i] = 0.0f;
        }
        const bf16* row = keys + (tile * 8 + (lane & 7)) * (SIDE + 8) + (lane >> 3) * 8;
#pragma unroll
        for (int step = 0; step < SIDE / 16; step += 2) {
            u32 b[4];
            read_matrices(b, shared_address(row + step * 16));
            multiply(scores[tile], queries[step], b[0], b[1]);
            multiply(scores[tile], queries[step + 1], b[2], b[3]);
        }
    }
}

/** sums += weights values for 64 values; the weights are rounded to bf16. */
template <int SIDE>
__device__ __forceinline__ void sum_values(float (&sums)[SIDE / 8][4], const float (&weights)[8][4], const bf16* values, int lane) {
#pragma unroll
    for (int step = 0; step < TILE_KEYS / 16; step++) {
        const u32 a[4] = {
            narrow2(weights[2 * step][0], weights[2 * step][1]),
            narrow2(weights[2 * step][2], weights[2 * step][3]),
            narrow2(weights[2 * step + 1][0], weights[2 * step + 1][1]),
            narrow2(weights[2 * step + 1][2], weights[2 * step + 1][3])};
        const bf16* row = values + (step * 16 + (lane >> 3 & 1) * 8 + (lane & 7)) * (SIDE + 8) + (lane >> 4) * 8;
#pragma unroll
        for (int tile = 0; tile < SIDE / 8; tile += 2) {
            u32 b[4];
            read_transposed(b, shared_address(row + tile * 8));
            multiply(sums[tile], a, b[0], b[1]);
            multiply(sums[tile + 1], a, b[2], b[3]);
        }
    }
}

/** The state of the two queries of a lane: lanes 4g to 4g + 3 hold queries g and g + 8 of the warp. */
struct Running {
    float largest[2], total[2];
    int limit[2]; // tokens that may be seen
};

/** Scores of tokens from `first` on to weights; what was summed so far shrinks by `shrink`. */
__device__ __forceinline__ void weigh(float (&scores)[8][4], Running& run, float (&shrink)[2], int first, int lane, float scale) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
        float largest = run.largest[half];
#pragma unroll
        for (int i = 0; i < 16; i++) {
            float& score = scores[i >> 1][2 * half + (i & 1)];
            const int token = first + (i >> 1) * 8 + (lane & 3) * 2 + (i & 1);
            score = token < run.limit[half] ? score * scale : NEGATIVE_INFINITY;
            largest = fmaxf(largest, score);
        }
        largest = fmaxf(largest, __shfl_xor_sync(0xffffffffu, largest, 1));
        largest = fmaxf(largest, __shfl_xor_sync(0xffffffffu, largest, 2));
        // Nothing seen yet: -infinity minus -infinity would be NaN.
        const float base = largest == NEGATIVE_INFINITY ? 0.0f : largest;
        shrink[half] = power_of_two(run.largest[half] - base);
        run.largest[half] = largest;
        float total = 0.0f;
#pragma unroll
        for (int i = 0; i < 16; i++) {
            float& weight = scores[i >> 1][2 * half + (i & 1)];
            weight = power_of_two(weight - base);
            total += weight;
        }
        run.total[half] = run.total[half] * shrink[half] + total;
    }
}

template <int SIDE>
__device__ __forceinline__ void store_result(
    const float (&sums)[SIDE / 8][4], const Running& run, const TileWork& work, const TileResult& result, int local, int lane) {
    const int column = (lane & 3) * 2;
#pragma unroll
    for (int half = 0; half < 2; half++) {
        float total = run.total[half];
        total += __shfl_xor_sync(0xffffffffu, total, 1);
        total += __shfl_xor_sync(0xffffffffu, total, 2);
        const int query = local + half * 8;
        if (work.first + query >= work.stacked) {
            continue;
        }
        if (result.part) {
            float* part = result.part + (size_t)query * (work.side + 2);
#pragma unroll
            for (int tile = 0; tile < SIDE / 8; tile++) {
                if (tile * 8 < work.side) {
                    part[tile * 8 + column] = sums[tile][2 * half];
                    part[tile * 8 + column + 1] = sums[tile][2 * half + 1];
                }
            }
            if (column == 0) {
                part[work.side] = run.largest[half];
                part[work.side + 1] = total;
            }
        } else {
            bf16* out = result.out + stacked_at(work, work.first + query, result.outStride) + column;
            const float factor = 1.0f / total;
#pragma unroll
            for (int tile = 0; tile < SIDE / 8; tile++) {
                if (tile * 8 < work.side) {
                    *(u32*)(out + tile * 8) = narrow2(sums[tile][2 * half] * factor, sums[tile][2 * half + 1] * factor);
                }
            }
        }
    }
}

template <int SIDE, class Keys>
__device__ __forceinline__ void attend_tile(const TileWork& work, const Keys& keys, const TileResult& result) {
    extern __shared__ __align__(128) char shared[];
    bf16* stages = (bf16*)shared;
    const int stageElements = 2 * TILE_KEYS * (SIDE + 8);
    const int lane = threadIdx.x & 31;
    const int local = (int)(threadIdx.x >> 5) * 16 + (lane >> 2);
    // Weights are powers of two: the scale of the scores holds log2(e) too.
    const float scale = 1.44269504088896341f / sqrtf((float)work.side);

    load_stage<SIDE>(stages, keys, work, work.from);
    u32 queries[SIDE / 16][4];
    load_queries<SIDE>(queries, work, work.first + local, (lane & 3) * 2);
    Running run;
#pragma unroll
    for (int half = 0; half < 2; half++) {
        run.largest[half] = NEGATIVE_INFINITY;
        run.total[half] = 0.0f;
        run.limit[half] = min(work.to, work.seen + work.causal * ((work.first + local + half * 8) / work.group));
    }
    float sums[SIDE / 8][4] = {};

    int stage = 0;
    for (int first = work.from; first < work.to; first += TILE_KEYS) {
        if (first + TILE_KEYS < work.to) {
            load_stage<SIDE>(stages + (stage ^ 1) * stageElements, keys, work, first + TILE_KEYS);
            asm volatile("cp.async.wait_group 1;" ::: "memory");
        } else {
            asm volatile("cp.async.wait_group 0;" ::: "memory");
        }
        __syncthreads(); // what other threads copied is there too
        const bf16* here = stages + stage * stageElements;
        float scores[8][4];
        float shrink[2];
        score_keys<SIDE>(scores, queries, here, lane);
        weigh(scores, run, shrink, first, lane, scale);
#pragma unroll
        for (int tile = 0; tile < SIDE / 8; tile++) {
            sums[tile][0] *= shrink[0];
            sums[tile][1] *= shrink[0];
            sums[tile][2] *= shrink[1];
            sums[tile][3] *= shrink[1];
        }
        sum_values<SIDE>(sums, scores, here + TILE_KEYS * (SIDE + 8), lane);
        __syncthreads(); // the stage is free for the copy after the next
        stage ^= 1;
    }
    store_result<SIDE>(sums, run, work, result, local, lane);
}
