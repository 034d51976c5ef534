// ldmatrix, stmatrix and mma.sync. Which lane holds which element: PTX manual, "Matrix Fragments for mma.m16n8k16" and the
// sections beside it. A lane's group is lane/4, its place in the group lane%4.
#include <cstring>

#include "../device/float_formats.h"
#include "shared_memory.h"
#include "warp.h"

namespace emu {

extern "C" void emu_load_matrix(unsigned* out, unsigned address, int count, bool transposed) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  // Lane i gives the address of row i%8 of matrix i/8; lanes beyond the last matrix give nothing.
  if ((int)lane < 8 * count) emu_shared_pointer(address, 16, "ldmatrix: the row's address");
  warp.in[lane][0] = address;
  meet_whole_warp(Collective::LOAD_MATRIX, [=](Warp& w) {
    for (int m = 0; m < count; m++) {
      uint16_t matrix[8][8];
      for (int r = 0; r < 8; r++) memcpy(matrix[r], emu_shared_pointer(w.in[8 * m + r][0], 16, "ldmatrix: the row's address"), 16);
      for (int l = 0; l < 32; l++) {
        const int r = l >> 2, c = (l & 3) * 2;
        w.out[l][m] = transposed ? matrix[c][r] | (uint32_t)matrix[c + 1][r] << 16 : matrix[r][c] | (uint32_t)matrix[r][c + 1] << 16;
      }
    }
  });
  memcpy(out, warp.out[lane], 4 * (size_t)count);
}

extern "C" void emu_store_matrix(const unsigned* in, unsigned address, int count, bool transposed) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  if ((int)lane < 8 * count) emu_shared_pointer(address, 16, "stmatrix: the row's address");
  warp.in[lane][0] = address;
  memcpy(&warp.in[lane][1], in, 4 * (size_t)count);
  meet_whole_warp(Collective::STORE_MATRIX, [=](Warp& w) {
    for (int m = 0; m < count; m++) {
      uint16_t matrix[8][8];
      for (int l = 0; l < 32; l++) {
        const int r = l >> 2, c = (l & 3) * 2;
        const uint16_t lo = (uint16_t)w.in[l][1 + m], hi = (uint16_t)(w.in[l][1 + m] >> 16);
        (transposed ? matrix[c][r] : matrix[r][c]) = lo;
        (transposed ? matrix[c + 1][r] : matrix[r][c + 1]) = hi;
      }
      for (int r = 0; r < 8; r++) memcpy(emu_shared_pointer(w.in[8 * m + r][0], 16, "stmatrix: the row's address"), matrix[r], 16);
    }
  });
}

enum Kind { BF16, F16, TF32, E4M3, E5M2, S8 };

static int bits_of_element(int kind) { return kind == TF32 ? 32 : kind <= F16 ? 16 : 8; }

static float element(int kind, uint32_t reg, int i) {
  switch (kind) {
    case BF16: return bf16_to_f32((uint16_t)(reg >> 16 * i));
    case F16: return f16_to_f32((uint16_t)(reg >> 16 * i));
    case TF32: return tf32_to_f32(reg);
    case E4M3: return e4m3_to_f32((uint8_t)(reg >> 8 * i));
    default: return e5m2_to_f32((uint8_t)(reg >> 8 * i));
  }
}

/** d = a * b + c of one warp: 16 rows, 8 columns, k ascending, one rounding to f32 for each product and sum. */
static void multiply(Warp& w, int kind, int k) {
  const int each = 32 / bits_of_element(kind);         // elements in a register
  const int half = 4 * each;                           // columns of A that one register of the warp covers
  const int a_registers = 16 * k / (32 * each), b_registers = 8 * k / (32 * each);
  float a[16][32], b[32][8], d[16][8];
  for (int l = 0; l < 32; l++) {
    const int group = l >> 2, place = l & 3;
    for (int i = 0; i < a_registers; i++)
      for (int e = 0; e < each; e++) a[group + (i & 1) * 8][place * each + e + (i >> 1) * half] = element(kind, w.in[l][i], e);
    for (int i = 0; i < b_registers; i++)
      for (int e = 0; e < each; e++) b[place * each + e + i * half][group] = element(kind, w.in[l][4 + i], e);
    for (int i = 0; i < 4; i++) d[group + (i >> 1) * 8][place * 2 + (i & 1)] = float_of(w.in[l][8 + i]);
  }
  for (int r = 0; r < 16; r++)
    for (int i = 0; i < k; i++)
      for (int c = 0; c < 8; c++) d[r][c] += a[r][i] * b[i][c];
  for (int l = 0; l < 32; l++)
    for (int i = 0; i < 4; i++) w.out[l][i] = bits_of(d[(l >> 2) + (i >> 1) * 8][(l & 3) * 2 + (i & 1)]);
}

/** The same in integers, which wrap as the card's do. */
static void multiply_integers(Warp& w, int k) {
  int8_t a[16][32], b[32][8];
  const int half = 16;
  for (int l = 0; l < 32; l++)
    for (int e = 0; e < 4; e++) {
      const int group = l >> 2, column = (l & 3) * 4 + e;
      for (int i = 0; i < k / 8; i++) a[group + (i & 1) * 8][column + (i >> 1) * half] = (int8_t)(w.in[l][i] >> 8 * e);
      for (int i = 0; i < k / 16; i++) b[column + i * half][group] = (int8_t)(w.in[l][4 + i] >> 8 * e);
    }
  for (int l = 0; l < 32; l++)
    for (int i = 0; i < 4; i++) {
      uint32_t sum = w.in[l][8 + i];
      for (int j = 0; j < k; j++) sum += (uint32_t)((int)a[(l >> 2) + (i >> 1) * 8][j] * b[j][(l & 3) * 2 + (i & 1)]);
      w.out[l][i] = sum;
    }
}

extern "C" void emu_matrix_multiply(int kind, int k, unsigned* d, const unsigned* a, const unsigned* b, const unsigned* c) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  const int each = 32 / bits_of_element(kind);
  memcpy(warp.in[lane], a, 4 * (size_t)(16 * k / (32 * each)));
  memcpy(warp.in[lane] + 4, b, 4 * (size_t)(8 * k / (32 * each)));
  memcpy(warp.in[lane] + 8, c, 16);
  meet_whole_warp(Collective::MULTIPLY, [=](Warp& w) { kind == S8 ? multiply_integers(w, k) : multiply(w, kind, k); });
  memcpy(d, warp.out[lane], 16);
}

}  // namespace emu
