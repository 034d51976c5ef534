// Merges 2 x 2 neighbours of a square map into channels: out[R, Q][(2 dy + dx) C + c] = in[2R + dy, 2Q + dx][c].
//
//   out  [tiles * (grid / 2)^2, 4 * C], tokens row by row     in  [tiles * (skip + grid^2), C]
//
// Bit by bit, so one kernel for all types; `bytes`, the bytes of C elements, and the strides are in bytes. Grid (rows of
// out * 4, pieces of C); a piece has 16, 4, 2 or 1 bytes.
#include "common.cuh"

template <class Piece>
__device__ __forceinline__ void shuffle_piece(
    char* out, const char* in, int grid, int skip, int bytes, long long outStride, long long inStride) {
    const int at = COLUMN((int)sizeof(Piece));
    if (at >= bytes) {
        return;
    }
    const size_t row = ROW >> 2;
    const int part = (int)(ROW & 3);
    const int half = grid / 2;
    const size_t tile = row / (half * half);
    const int cell = (int)(row - tile * half * half);
    const int y = cell / half * 2 + (part >> 1);
    const int x = cell % half * 2 + (part & 1);
    const size_t from = tile * (skip + grid * grid) + skip + y * grid + x;
    *(Piece*)(out + row * outStride + (size_t)part * bytes + at) = *(const Piece*)(in + from * inStride + at);
}

extern "C" __global__ void pixel_shuffle(
    char* out, const char* in, int grid, int skip, int bytes, long long outStride, long long inStride, int piece) {
    if (piece == 16) {
        shuffle_piece<uint4>(out, in, grid, skip, bytes, outStride, inStride);
    } else if (piece == 4) {
        shuffle_piece<u32>(out, in, grid, skip, bytes, outStride, inStride);
    } else if (piece == 2) {
        shuffle_piece<u16>(out, in, grid, skip, bytes, outStride, inStride);
    } else {
        shuffle_piece<char>(out, in, grid, skip, bytes, outStride, inStride);
    }
}
