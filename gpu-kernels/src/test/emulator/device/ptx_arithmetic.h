// PTX arithmetic and logic as functions over C++ types; the translator's table names them.
#pragma once

namespace emu_ptx {

/** Two narrow floats in a 32-bit register; computed in f32 and rounded once, which is what the card does for one operation. */
template <class H> struct pair {
  H lo, hi;
};
struct bf16 {
  u16 bits;
  bf16() = default;
  explicit bf16(float f) : bits(emu::f32_to_bf16(f)) {}
  operator float() const { return emu::bf16_to_f32(bits); }
};
struct f16 {
  u16 bits;
  f16() = default;
  explicit f16(float f) : bits(emu::f32_to_f16(f)) {}
  operator float() const { return emu::f16_to_f32(bits); }
};
typedef pair<bf16> bf16x2;
typedef pair<f16> f16x2;

template <class T> inline T add(T a, T b) { return T(a + b); }
template <class T> inline T sub(T a, T b) { return T(a - b); }
template <class T> inline T mul(T a, T b) { return T(a * b); }
template <class T> inline T div(T a, T b) { return T(a / b); }
template <class T> inline T rem(T a, T b) { return T(a % b); }
template <class T> inline T mad(T a, T b, T c) { return T(a * b + c); }
inline f32 fma(f32 a, f32 b, f32 c) { return fmaf(a, b, c); }
inline f64 fma(f64 a, f64 b, f64 c) { return ::fma(a, b, c); }
inline bf16 fma(bf16 a, bf16 b, bf16 c) { return bf16((float)((double)a * b + c)); }
inline f16 fma(f16 a, f16 b, f16 c) { return f16((float)((double)a * b + c)); }
template <class T> inline T neg(T a) { return T(-a); }
template <class T> inline T abs(T a) { return T(a < 0 ? -a : a); }
inline f32 abs(f32 a) { return fabsf(a); }
template <class T> inline T min(T a, T b) { return a < b ? a : b; }
template <class T> inline T max(T a, T b) { return a > b ? a : b; }
inline f32 min(f32 a, f32 b) { return fminf(a, b); }
inline f32 max(f32 a, f32 b) { return fmaxf(a, b); }
inline bf16 min(bf16 a, bf16 b) { return bf16(fminf(a, b)); }
inline bf16 max(bf16 a, bf16 b) { return bf16(fmaxf(a, b)); }
inline f16 min(f16 a, f16 b) { return f16(fminf(a, b)); }
inline f16 max(f16 a, f16 b) { return f16(fmaxf(a, b)); }

#define EMU_PAIRWISE_2(NAME) \
  template <class H> inline pair<H> NAME(pair<H> a, pair<H> b) { return {NAME(a.lo, b.lo), NAME(a.hi, b.hi)}; }
EMU_PAIRWISE_2(add) EMU_PAIRWISE_2(sub) EMU_PAIRWISE_2(mul) EMU_PAIRWISE_2(min) EMU_PAIRWISE_2(max)
#undef EMU_PAIRWISE_2
template <class H> inline pair<H> fma(pair<H> a, pair<H> b, pair<H> c) { return {fma(a.lo, b.lo, c.lo), fma(a.hi, b.hi, c.hi)}; }
template <class H> inline pair<H> neg(pair<H> a) { return {H(-(float)a.lo), H(-(float)a.hi)}; }
template <class H> inline pair<H> abs(pair<H> a) { return {H(fabsf(a.lo)), H(fabsf(a.hi))}; }

template <class T> inline T and_(T a, T b) { return T(a & b); }
template <class T> inline T or_(T a, T b) { return T(a | b); }
template <class T> inline T xor_(T a, T b) { return T(a ^ b); }
template <class T> inline T not_(T a) { return T(~a); }
template <> inline pred not_(pred a) { return !a; }
/** A shift by the width or more gives zero (or the sign), unlike C++. */
template <class T> inline T shl(T a, u32 n) { return n >= 8 * sizeof(T) ? T(0) : T(a << n); }
template <class T> inline T shr(T a, u32 n) { return T(a >> (n >= 8 * sizeof(T) ? (T(-1) < T(0) ? 8 * sizeof(T) - 1 : 0) : n)) * T(T(-1) < T(0) || n < 8 * sizeof(T)); }
inline u32 popc(u32 a) { return (u32)__popc(a); }
inline u32 popc(u64 a) { return (u32)__popcll(a); }
inline u32 clz(u32 a) { return (u32)__clz((int)a); }
inline u32 brev(u32 a) { return __brev(a); }
inline u32 prmt(u32 a, u32 b, u32 selector) {
  u32 r = 0;
  for (int i = 0; i < 4; i++) {
    u32 nibble = selector >> 4 * i, byte = (u32)(((u64)b << 32 | a) >> 8 * (nibble & 7)) & 0xff;
    if (nibble & 8) byte = byte & 0x80 ? 0xff : 0;  // the mode that spreads the sign
    r |= byte << 8 * i;
  }
  return r;
}
/** Each bit of the result is looked up in the table at the index made of the three input bits. */
inline u32 lop3(u32 a, u32 b, u32 c, u32 table) {
  u32 r = 0;
  for (int i = 0; i < 32; i++) r |= (table >> ((a >> i & 1) << 2 | (b >> i & 1) << 1 | (c >> i & 1)) & 1) << i;
  return r;
}
inline u32 bfe(u32 a, u32 from, u32 bits) { return from > 31 || bits == 0 ? 0 : a >> from & (bits >= 32 ? ~0u : (1u << bits) - 1); }
inline u32 bfi(u32 a, u32 b, u32 from, u32 bits) {
  u32 mask = from > 31 || bits == 0 ? 0 : (bits >= 32 ? ~0u : (1u << bits) - 1) << from;
  return (b & ~mask) | (from > 31 ? 0 : a << from & mask);
}
template <class A, class B> inline s32 dp4a(u32 a, u32 b, s32 c) {
  for (int i = 0; i < 4; i++) c += (s32)(A)(a >> 8 * i) * (s32)(B)(b >> 8 * i);
  return c;
}
template <class T> inline T selp(T a, T b, bool p) { return p ? a : b; }

inline f32 ex2(f32 x) { return exp2f(x); }
inline f32 lg2(f32 x) { return log2f(x); }
inline f32 rcp(f32 x) { return 1.0f / x; }
inline f32 rsqrt(f32 x) { return 1.0f / sqrtf(x); }
inline f32 sqrt(f32 x) { return sqrtf(x); }
inline f32 sin(f32 x) { return sinf(x); }
inline f32 cos(f32 x) { return cosf(x); }
inline f32 tanh(f32 x) { return tanhf(x); }

}  // namespace emu_ptx
