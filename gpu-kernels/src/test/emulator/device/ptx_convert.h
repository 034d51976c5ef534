// PTX cvt. The rounding is part of the name; what is not listed here is unknown to the translator.
#pragma once

namespace emu_ptx {

// To integers: the rounding of the instruction, then saturation, as the card does.
enum Rounding { RNI, RZI, RMI, RPI };
template <class T> inline T to_integer(f32 x, Rounding rounding) {
  f32 r = rounding == RNI ? rintf(x) : rounding == RZI ? truncf(x) : rounding == RMI ? floorf(x) : ceilf(x);
  const bool is_signed = T(-1) < T(0);
  const f64 low = is_signed ? -(f64)(1ull << (8 * sizeof(T) - 1)) : 0.0;
  const f64 high = is_signed ? (f64)(1ull << (8 * sizeof(T) - 1)) : 2.0 * (f64)(1ull << (8 * sizeof(T) - 1));
  if (r != r) return 0;
  if (r < low) return (T)(is_signed ? T(1) << (8 * sizeof(T) - 1) : 0);
  if (r >= high) return (T)(is_signed ? ~(T(1) << (8 * sizeof(T) - 1)) : ~T(0));
  return (T)r;
}

inline f32 satfinite_f16(f32 x) { return x > 65504.0f ? 65504.0f : x < -65504.0f ? -65504.0f : x; }
inline f32 relu(f32 x) { return x > 0 ? x : x != x ? x : 0.0f; }

/** The first source goes into the upper half. */
inline u32 pack_bf16x2(f32 hi, f32 lo) { return (u32)emu::f32_to_bf16(hi) << 16 | emu::f32_to_bf16(lo); }
inline u32 pack_f16x2(f32 hi, f32 lo) { return (u32)emu::f32_to_f16(hi) << 16 | emu::f32_to_f16(lo); }
inline u16 pack_e4m3x2(f32 hi, f32 lo) { return (u16)(emu::f32_to_e4m3(hi) << 8 | emu::f32_to_e4m3(lo)); }
inline u16 pack_e5m2x2(f32 hi, f32 lo) { return (u16)(emu::f32_to_e5m2(hi) << 8 | emu::f32_to_e5m2(lo)); }
inline u16 pack_e4m3x2(u32 f16x2) { return pack_e4m3x2(emu::f16_to_f32((u16)(f16x2 >> 16)), emu::f16_to_f32((u16)f16x2)); }
inline u16 pack_e5m2x2(u32 f16x2) { return pack_e5m2x2(emu::f16_to_f32((u16)(f16x2 >> 16)), emu::f16_to_f32((u16)f16x2)); }
inline u32 e4m3x2_to_f16x2(u16 x) { return pack_f16x2(emu::e4m3_to_f32((u8)(x >> 8)), emu::e4m3_to_f32((u8)x)); }
inline u32 e5m2x2_to_f16x2(u16 x) { return (u32)(x & 0xff00) << 16 | (u32)(x & 0xff) << 8; }

}  // namespace emu_ptx
