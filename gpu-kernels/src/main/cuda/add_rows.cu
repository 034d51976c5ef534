// Residuals: out[outRows[r]] += in[r], without a list r itself.
//
//   out, in  activations     outRows  [rows], distinct, or null
//
// Grid (rows, pieces of a row); `width` elements for each thread, 8 where the addresses allow it.
#include "common.cuh"

template <int WIDTH, class T>
__device__ __forceinline__ void add_piece(T* out, const T* in, const int* outRows, int columns, int outStride, int inStride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    T* to = out + (outRows ? (size_t)outRows[ROW] : ROW) * outStride + column;
    float sum[WIDTH], more[WIDTH];
    load(sum, to);
    load(more, in + ROW * inStride + column);
#pragma unroll
    for (int i = 0; i < WIDTH; i++) {
        sum[i] += more[i];
    }
    save(to, sum);
}

template <class T>
__device__ __forceinline__ void add(
    T* out, const T* in, const int* outRows, int columns, int outStride, int inStride, int width) {
    if (width == 8) {
        add_piece<8>(out, in, outRows, columns, outStride, inStride);
    } else {
        add_piece<1>(out, in, outRows, columns, outStride, inStride);
    }
}

extern "C" __global__ void add_rows_f32(
    float* out, const float* in, const int* outRows, int columns, int outStride, int inStride, int width) {
    add(out, in, outRows, columns, outStride, inStride, width);
}

extern "C" __global__ void add_rows_bf16(
    bf16* out, const bf16* in, const int* outRows, int columns, int outStride, int inStride, int width) {
    add(out, in, outRows, columns, outStride, inStride, width);
}
