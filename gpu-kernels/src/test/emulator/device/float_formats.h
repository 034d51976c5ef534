// The narrow float formats, bit by bit: bf16, f16 (IEEE 754), e4m3 and e5m2 (OCP 8-bit floating point, saturating), tf32.
// Rounding is to nearest, ties to even, where nothing else is said. Shared by kernels, runtime and cuBLAS.
#pragma once

namespace emu {

inline unsigned bits_of(float f) {
  unsigned u;
  __builtin_memcpy(&u, &f, 4);
  return u;
}
inline float float_of(unsigned u) {
  float f;
  __builtin_memcpy(&f, &u, 4);
  return f;
}

inline float bf16_to_f32(unsigned short h) { return float_of((unsigned)h << 16); }
inline unsigned short f32_to_bf16(float f) {
  unsigned u = bits_of(f);
  if ((u & 0x7fffffff) > 0x7f800000) return 0x7fff;  // the NaN that cvt.rn.bf16 gives
  return (unsigned short)((u + 0x7fff + (u >> 16 & 1)) >> 16);
}

inline float f16_to_f32(unsigned short h) {
  unsigned sign = (unsigned)(h & 0x8000) << 16, exponent = h >> 10 & 31, fraction = h & 1023;
  if (exponent == 31) return float_of(sign | 0x7f800000 | fraction << 13);
  if (exponent == 0) return float_of(sign | bits_of((float)fraction * 0x1p-24f));
  return float_of(sign | (((unsigned)(h & 0x7fff) << 13) + 0x38000000));
}
/** `a` below 2^22: the nearest integer, ties to even. */
inline unsigned nearest_integer(float a) { return bits_of(a + 0x1p23f) & 0x7fffff; }

inline unsigned short f32_to_f16(float f) {
  unsigned u = bits_of(f), sign = u >> 16 & 0x8000, a = u & 0x7fffffff;
  if (a > 0x7f800000) return 0x7fff;
  if (a >= 0x477ff000) return (unsigned short)(sign | 0x7c00);  // 65520 and above round to infinity
  if (a < 0x38800000) return (unsigned short)(sign | nearest_integer(float_of(a) * 0x1p24f));
  return (unsigned short)(sign | (a + 0xfff + (a >> 13 & 1) - 0x38000000) >> 13);
}

inline float e4m3_to_f32(unsigned char x) {
  unsigned sign = (unsigned)(x & 0x80) << 24, a = x & 0x7f;
  if (a == 0x7f) return float_of(0x7fffffff);
  if (a < 8) return float_of(sign | bits_of((float)a * 0x1p-9f));
  return float_of(sign | ((a << 20) + ((127 - 7) << 23)));
}
inline unsigned char f32_to_e4m3(float f) {
  unsigned u = bits_of(f), sign = u >> 24 & 0x80, a = u & 0x7fffffff, code;
  if (a > 0x7f800000) return 0x7f;
  if (a < ((127 - 6) << 23)) code = nearest_integer(float_of(a) * 0x1p9f);
  else code = (a + 0x7ffff + (a >> 20 & 1) - ((127 - 7) << 23)) >> 20;
  return (unsigned char)(sign | (code > 0x7e ? 0x7e : code));  // 448 is the largest
}

inline float e5m2_to_f32(unsigned char x) { return f16_to_f32((unsigned short)(x << 8)); }
inline unsigned char f32_to_e5m2(float f) {
  unsigned u = bits_of(f), sign = u >> 24 & 0x80, a = u & 0x7fffffff, code;
  if (a > 0x7f800000) return 0x7f;
  if (a < ((127 - 14) << 23)) code = nearest_integer(float_of(a) * 0x1p16f);
  else code = (a + 0xfffff + (a >> 21 & 1) - ((127 - 15) << 23)) >> 21;
  return (unsigned char)(sign | (code > 0x7b ? 0x7b : code));  // 57344 is the largest
}

/** What mma.sync reads of a tf32 register. */
inline float tf32_to_f32(unsigned u) { return float_of(u & 0xffffe000u); }
/** cvt.rna.tf32.f32: ties away from zero. */
inline unsigned f32_to_tf32(float f) {
  unsigned u = bits_of(f);
  return (u & 0x7f800000) == 0x7f800000 ? u : (u + 0x1000) & 0xffffe000u;
}

}  // namespace emu
