// CUDA's built-in vector types with the alignment that CUDA gives them: a misaligned float4 is found because of it.
#pragma once

#define EMU_VECTORS(T, N, ALIGN2, ALIGN4)                                     \
  struct N##1 { T x; };                                                       \
  struct alignas(ALIGN2) N##2 { T x, y; };                                    \
  struct N##3 { T x, y, z; };                                                 \
  struct alignas(ALIGN4) N##4 { T x, y, z, w; };                              \
  inline N##1 make_##N##1(T x) { return {x}; }                                \
  inline N##2 make_##N##2(T x, T y) { return {x, y}; }                        \
  inline N##3 make_##N##3(T x, T y, T z) { return {x, y, z}; }                \
  inline N##4 make_##N##4(T x, T y, T z, T w) { return {x, y, z, w}; }

EMU_VECTORS(signed char, char, 2, 4)
EMU_VECTORS(unsigned char, uchar, 2, 4)
EMU_VECTORS(short, short, 4, 8)
EMU_VECTORS(unsigned short, ushort, 4, 8)
EMU_VECTORS(int, int, 8, 16)
EMU_VECTORS(unsigned, uint, 8, 16)
EMU_VECTORS(long long, longlong, 16, 16)
EMU_VECTORS(unsigned long long, ulonglong, 16, 16)
EMU_VECTORS(float, float, 8, 16)
EMU_VECTORS(double, double, 16, 16)
#undef EMU_VECTORS

struct dim3 {
  unsigned x, y, z;
  constexpr dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};
