// Rows moved and converted: out[outRows[r]] = in[inRows[r]], without a list r itself. Copy, gather and scatter.
//
//   out  [., columns] f32 or bf16     in  [., columns] f32, f16 or bf16     outRows, inRows  [rows] or null
//
// Grid (rows, pieces of a row). `width` is 8 where every address allows loads of 16 bytes, else 1.
#include "common.cuh"

template <int WIDTH, class Out, class In>
__device__ __forceinline__ void convert_piece(
    Out* out, const In* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride) {
    const int column = COLUMN(WIDTH);
    if (column >= columns) {
        return;
    }
    const size_t to = outRows ? outRows[ROW] : ROW;
    const size_t from = inRows ? inRows[ROW] : ROW;
    float values[WIDTH];
    load(values, in + from * inStride + column);
    save(out + to * outStride + column, values);
}

template <class Out, class In>
__device__ __forceinline__ void convert(
    Out* out,
    const In* in,
    const int* outRows,
    const int* inRows,
    int columns,
    int outStride,
    int inStride,
    int width) {
    if (width == 8) {
        convert_piece<8>(out, in, outRows, inRows, columns, outStride, inStride);
    } else {
        convert_piece<1>(out, in, outRows, inRows, columns, outStride, inStride);
    }
}

extern "C" __global__ void convert_f32_f32(
    float* out, const float* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride, int width) {
    convert(out, in, outRows, inRows, columns, outStride, inStride, width);
}

extern "C" __global__ void convert_f16_f32(
    float* out, const f16* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride, int width) {
    convert(out, in, outRows, inRows, columns, outStride, inStride, width);
}

extern "C" __global__ void convert_bf16_f32(
    float* out, const bf16* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride, int width) {
    convert(out, in, outRows, inRows, columns, outStride, inStride, width);
}

extern "C" __global__ void convert_f32_bf16(
    bf16* out, const float* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride, int width) {
    convert(out, in, outRows, inRows, columns, outStride, inStride, width);
}

extern "C" __global__ void convert_f16_bf16(
    bf16* out, const f16* in, const int* outRows, const int* inRows, int columns, int outStride, int inStride, int width) {
    convert(out, in, outRows, inRows, columns, outStride, inStride, width);
}
