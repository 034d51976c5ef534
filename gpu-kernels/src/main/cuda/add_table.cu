// Position embeddings: inOut[r] += table[r % tableRows].
//
//   inOut  [rows, columns] activations     table  [tableRows, columns] f32, dense
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void add_table_piece(T* inOut, const float* table, int tableRows, int columns, int stride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    T* at = inOut + ROW * stride + column;
    float sum[WIDTH], more[WIDTH];
    load(sum, at);
    load(more, table + ROW % tableRows * columns + column);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        sum[i] += more[i];
    }
    save(at, sum);
}

template <class T>
__device__ __forceinline__ void add_table(T* inOut, const float* table, int tableRows, int columns, int stride, int width) {
    if (width == 8) {
        add_table_piece<8>(inOut, table, tableRows, columns, stride);
    } else {
        add_table_piece<1>(inOut, table, tableRows, columns, stride);
    }
}

extern "C" __global__ void add_table_f32(float* inOut, const float* table, int tableRows, int columns, int stride, int width) {
    add_table(inOut, table, tableRows, columns, stride, width);
}

extern "C" __global__ void add_table_bf16(bf16* inOut, const float* table, int tableRows, int columns, int stride, int width) {
    add_table(inOut, table, tableRows, columns, stride, width);
}
