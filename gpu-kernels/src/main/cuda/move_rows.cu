// Rows moved bit by bit: out[outRows[r]] = in[inRows[r]], without a list r itself. Copy, gather and scatter of equal types.
//
//   out, in  [., bytes] of any type, strides in bytes     outRows, inRows  [rows] or null
//
// Grid (rows, pieces of a row); a piece has 16, 4, 2 or 1 bytes, the most that all addresses are multiples of.
#include "common.cuh"

template <class Piece>
__device__ __forceinline__ void move_piece(
    char* out, const char* in, const int* outRows, const int* inRows, int bytes, long long outStride, long long inStride) {
    const int at = COLUMN((int)sizeof(Piece));
    if (at >= bytes) {
        return;
    }
    const size_t to = outRows ? outRows[ROW] : ROW;
    const size_t from = inRows ? inRows[ROW] : ROW;
    *(Piece*)(out + to * outStride + at) = *(const Piece*)(in + from * inStride + at);
}

extern "C" __global__ void move_rows(
    char* out,
    const char* in,
    const int* outRows,
    const int* inRows,
    int bytes,
    long long outStride,
    long long inStride,
    int piece) {
    if (piece == 16) {
        move_piece<uint4>(out, in, outRows, inRows, bytes, outStride, inStride);
    } else if (piece == 4) {
        move_piece<u32>(out, in, outRows, inRows, bytes, outStride, inStride);
    } else if (piece == 2) {
        move_piece<u16>(out, in, outRows, inRows, bytes, outStride, inStride);
    } else {
        move_piece<char>(out, in, outRows, inRows, bytes, outStride, inStride);
    }
}
