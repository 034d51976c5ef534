// Where the keys and values of an attention lie: side by side in matrices, or in the blocks of a paged cache.
#pragma once
#include "common.cuh"

/** Token t of one group and head: row t of a matrix. */
template <class T>
struct MatrixKeys {
    const T* keys;
    const T* values;
    int keyStride, valueStride;

    __device__ __forceinline__ const T* key(int token) const {
        return keys + (size_t)token * keyStride;
    }
    __device__ __forceinline__ const T* value(int token) const {
        return values + (size_t)token * valueStride;
    }
};

/** A span of a step: rows firstRow to firstRow + rows - 1, the first of which stands behind `past` tokens. */
struct Span {
    int firstRow, rows, past, blocksAt;
};

/** Token t of one sequence and key head: in block blocks[t >> shift] of [blocks, heads, 1 << shift, side]. */
template <class T>
struct PagedKeys {
    const T* keys;
    const T* values;
    const int* blocks;
    int heads, head, side, shift;

    __device__ __forceinline__ size_t at(int token) const {
        const size_t block = (size_t)blocks[token >> shift] * heads + head;
        return ((block << shift) + (token & (1 << shift) - 1)) * side;
    }
    __device__ __forceinline__ const T* key(int token) const {
        return keys + at(token);
    }
    __device__ __forceinline__ const T* value(int token) const {
        return values + at(token);
    }
};
