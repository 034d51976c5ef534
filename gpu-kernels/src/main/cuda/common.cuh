// What the kernels share: element types, loads of one or eight elements, sums over a block.
//
// Included by every .cu file here. No header of the toolkit is needed, so NVRTC compiles the sources wherever a driver is.
// Arithmetic is done in f32; only what is stored is rounded. Rows lie `stride` elements apart, so every operand may be a
// view into a wider matrix.
#pragma once

typedef unsigned short u16;
typedef unsigned int u32;

// 16-bit floats as they lie in memory. Types of their own, so that they are never taken for integers.
struct bf16 {
    u16 bits;
};
struct f16 {
    u16 bits;
};

#define NEGATIVE_INFINITY __uint_as_float(0xff800000u)

__device__ __forceinline__ float widen(float value) {
    return value;
}

__device__ __forceinline__ float widen(bf16 value) {
    return __uint_as_float((u32)value.bits << 16);
}

__device__ __forceinline__ float widen(f16 value) {
    const u32 sign = (u32)(value.bits & 0x8000u) << 16;
    const u32 exponent = value.bits >> 10 & 31u;
    const u32 fraction = value.bits & 0x3ffu;
    if (exponent == 0) {
        // Subnormal: fraction * 2^-24, exact in f32.
        const float magnitude = (float)fraction * 5.9604644775390625e-8f;
        return sign ? -magnitude : magnitude;
    }
    return __uint_as_float(sign | (exponent == 31 ? 0x7f800000u : exponent + 112u << 23) | fraction << 13);
}

/** Two f32 to two bf16, rounded to nearest even; `low` goes into the lower half. */
__device__ __forceinline__ u32 narrow2(float low, float high) {
    u32 packed;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
    return packed;
}

__device__ __forceinline__ void store(float* to, float value) {
    *to = value;
}

__device__ __forceinline__ void store(bf16* to, float value) {
    to->bits = (u16)narrow2(value, 0.0f);
}

/** The value after it was stored and read again: where a reference rounds between two steps, so do we. */
__device__ __forceinline__ float rounded(const float*, float value) {
    return value;
}

__device__ __forceinline__ float rounded(const bf16*, float value) {
    return __uint_as_float(narrow2(value, 0.0f) << 16);
}

// Eight neighbours as one or two 16-byte accesses, or one element; chosen by the size of the array. Addresses of eight must
// be multiples of 16 bytes.

template <class T>
__device__ __forceinline__ void load(float (&values)[1], const T* from) {
    values[0] = widen(*from);
}

template <class T>
__device__ __forceinline__ void save(T* to, const float (&values)[1]) {
    store(to, values[0]);
}

__device__ __forceinline__ void load(float (&values)[8], const float* from) {
    const float4 a = *(const float4*)from;
    const float4 b = *(const float4*)(from + 4);
    values[0] = a.x;
    values[1] = a.y;
    values[2] = a.z;
    values[3] = a.w;
    values[4] = b.x;
    values[5] = b.y;
    values[6] = b.z;
    values[7] = b.w;
}

template <class Half>
__device__ __forceinline__ void load8_of_16_bits(float (&values)[8], const Half* from) {
    const uint4 four = *(const uint4*)from;
    const u32 words[4] = {four.x, four.y, four.z, four.w};
#pragma unroll
    for (int i = 0; i < 4; i++) {
        Half low, high;
        low.bits = (u16)words[i];
        high.bits = (u16)(words[i] >> 16);
        values[2 * i] = widen(low);
        values[2 * i + 1] = widen(high);
    }
}

__device__ __forceinline__ void load(float (&values)[8], const bf16* from) {
    load8_of_16_bits(values, from);
}

__device__ __forceinline__ void load(float (&values)[8], const f16* from) {
    load8_of_16_bits(values, from);
}

__device__ __forceinline__ void save(float* to, const float (&values)[8]) {
    *(float4*)to = make_float4(values[0], values[1], values[2], values[3]);
    *(float4*)(to + 4) = make_float4(values[4], values[5], values[6], values[7]);
}

__device__ __forceinline__ void save(bf16* to, const float (&values)[8]) {
    *(uint4*)to = make_uint4(
        narrow2(values[0], values[1]),
        narrow2(values[2], values[3]),
        narrow2(values[4], values[5]),
        narrow2(values[6], values[7]));
}

__device__ __forceinline__ float warp_sum(float value) {
#pragma unroll
    for (int distance = 16; distance > 0; distance >>= 1) {
        value += __shfl_xor_sync(0xffffffffu, value, distance);
    }
    return value;
}

__device__ __forceinline__ float warp_max(float value) {
#pragma unroll
    for (int distance = 16; distance > 0; distance >>= 1) {
        value = fmaxf(value, __shfl_xor_sync(0xffffffffu, value, distance));
    }
    return value;
}

/** The sum over all threads of a block of whole warps, given to each of them. Every thread has to call it. */
__device__ __forceinline__ float block_sum(float value) {
    __shared__ float parts[32];
    const int warps = (int)blockDim.x >> 5;
    value = warp_sum(value);
    __syncthreads(); // the parts of an earlier sum have been read
    if ((threadIdx.x & 31) == 0) {
        parts[threadIdx.x >> 5] = value;
    }
    __syncthreads();
    float sum = 0.0f;
    for (int i = 0; i < warps; i++) {
        sum += parts[i];
    }
    return sum;
}

/** The largest value of a block of whole warps, given to each thread. */
__device__ __forceinline__ float block_max(float value) {
    __shared__ float parts[32];
    const int warps = (int)blockDim.x >> 5;
    value = warp_max(value);
    __syncthreads();
    if ((threadIdx.x & 31) == 0) {
        parts[threadIdx.x >> 5] = value;
    }
    __syncthreads();
    float largest = parts[0];
    for (int i = 1; i < warps; i++) {
        largest = fmaxf(largest, parts[i]);
    }
    return largest;
}

/** The row of this block and the first of the `WIDTH` columns of this thread: a grid of (rows, pieces of a row). */
#define ROW ((size_t)blockIdx.x)
#define COLUMN(WIDTH) ((int)((blockIdx.y * blockDim.x + threadIdx.x) * (WIDTH)))
