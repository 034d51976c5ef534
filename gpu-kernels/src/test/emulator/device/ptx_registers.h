// Registers of translated PTX: plain variables of 1 to 8 bytes. get reads the low bytes as a type, put writes a type and
// extends it to the register (with its sign if it has one), as the PTX manual says for operands wider than the instruction.
#pragma once

namespace emu_ptx {

typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef short s16;
typedef unsigned u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;
typedef float f32;
typedef double f64;
typedef bool pred;

template <class T, class R> inline T get(const R& r) {
  static_assert(sizeof(T) <= sizeof(R), "the instruction reads more bits than the operand has");
  T t;
  __builtin_memcpy(&t, &r, sizeof(T));
  return t;
}
template <class T> inline T number(u64 bits) {
  T t;
  __builtin_memcpy(&t, &bits, sizeof(T));
  return t;
}

template <class R> inline void put_bits(R& r, u64 bits) { __builtin_memcpy(&r, &bits, sizeof(R)); }
template <class R, class T> inline void put(R& r, const T& t) {
  static_assert(sizeof(T) <= sizeof(R), "the instruction writes more bits than the operand has");
  if constexpr (sizeof(T) == sizeof(R)) {
    __builtin_memcpy(&r, &t, sizeof(T));
  } else {
    u64 bits = T(-1) < T(0) ? ~0ull : 0;
    __builtin_memcpy(&bits, &t, sizeof(T));
    put_bits(r, bits);
  }
}
/** The destination "_": the result is dropped. */
struct Sink {};
template <class T> inline void put(Sink&, const T&) {}

// Operands of the constraints h, r, l, f, d and n.
template <class T, class E> inline T in(const E& e) {
  static_assert(sizeof(E) <= sizeof(T), "the operand does not fit its constraint");
  if constexpr (sizeof(E) == sizeof(T)) {
    T t;
    __builtin_memcpy(&t, &e, sizeof(T));
    return t;
  } else {
    return (T)e;
  }
}
template <class E, class T> inline void out(E& e, const T& t) {
  static_assert(sizeof(E) == sizeof(T), "the operand has another size than its constraint");
  __builtin_memcpy((void*)&e, &t, sizeof(T));
}
}  // namespace emu_ptx
