// Every row becomes the bias; the matrix product that follows adds to it in f32 and rounds once.
//
//   out  [rows, columns] activations     bias  [columns] f32
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void fill_piece(T* out, const float* bias, int columns, int stride) {
    const int column = COLUMN(WIDTH);
    if (column < columns) {
        float values[WIDTH];
        load(values, bias + column);
        save(out + ROW * stride + column, values);
    }
}

template <class T>
__device__ __forceinline__ void fill(T* out, const float* bias, int columns, int stride, int width) {
    if (width == 8) {
        fill_piece<8>(out, bias, columns, stride);
    } else {
        fill_piece<1>(out, bias, columns, stride);
    }
}

extern "C" __global__ void fill_rows_f32(float* out, const float* bias, int columns, int stride, int width) {
    fill(out, bias, columns, stride, width);
}

extern "C" __global__ void fill_rows_bf16(bf16* out, const float* bias, int columns, int stride, int width) {
    fill(out, bias, columns, stride, width);
}
