// Writes the keys and values of a step into their places in the cache.
//
//   keys, values  the cache's of one layer, [blocks, heads, blockTokens, side] activations
//   key, value    [rows, heads * side] activations     slots  [rows]: block * blockTokens + place within the block
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the head size and the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void store_piece(
    T* keys,
    T* values,
    const T* key,
    const T* value,
    const int* slots,
    int heads,
    int side,
    int shift,
    int keyStride,
    int valueStride) {
    const int column = COLUMN(WIDTH);
    if (column >= heads * side) {
        return;
    }
    const int head = column / side;
    const int slot = slots[ROW];
    const size_t block = (size_t)(slot >> shift) * heads + head;
    const size_t to = ((block << shift) + (slot & (1 << shift) - 1)) * side + (column - head * side);
    float moved[WIDTH];
    load(moved, key + ROW * keyStride + column);
    save(keys + to, moved);
    load(moved, value + ROW * valueStride + column);
    save(values + to, moved);
}

template <class T>
__device__ __forceinline__ void store_keys(
    T* keys,
    T* values,
    const T* key,
    const T* value,
    const int* slots,
    int heads,
    int side,
    int shift,
    int keyStride,
    int valueStride,
    int width) {
    if (width == 8) {
        store_piece<8>(keys, values, key, value, slots, heads, side, shift, keyStride, valueStride);
    } else {
        store_piece<1>(keys, values, key, value, slots, heads, side, shift, keyStride, valueStride);
    }
}

extern "C" __global__ void store_keys_f32(
    float* keys,
    float* values,
    const float* key,
    const float* value,
    const int* slots,
    int heads,
    int side,
    int shift,
    int keyStride,
    int valueStride,
    int width) {
    store_keys(keys, values, key, value, slots, heads, side, shift, keyStride, valueStride, width);
}

extern "C" __global__ void store_keys_bf16(
    bf16* keys,
    bf16* values,
    const bf16* key,
    const bf16* value,
    const int* slots,
    int heads,
    int side,
    int shift,
    int keyStride,
    int valueStride,
    int width) {
    store_keys(keys, values, key, value, slots, heads, side, shift, keyStride, valueStride, width);
}
