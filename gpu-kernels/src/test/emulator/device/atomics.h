// CUDA's atomic functions. Blocks run on several processor threads, so they are real atomics.
#pragma once

namespace emu {

/** Replaces *p by f(*p) in one step and answers with what was there. */
template <class T, class F> T atomic_update(T* p, F f) {
  if ((size_t)p % sizeof(T)) emu_fault("atomic operation on a misaligned address");
  typedef typename Value<T>::type V;
  V old, now;
  __atomic_load(p, &old, __ATOMIC_SEQ_CST);
  do now = f(old);
  while (!__atomic_compare_exchange(p, &old, &now, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
  return old;
}

}  // namespace emu

template <class T> struct EmuSame { typedef T type; };
#define EMU_ATOMIC(NAME, EXPRESSION)                                                  \
  template <class T> T NAME(T* p, typename EmuSame<T>::type v) {                      \
    return emu::atomic_update(p, [v](T o) -> T { return EXPRESSION; });               \
  }                                                                                   \
  template <class T> T NAME##_block(T* p, typename EmuSame<T>::type v) { return NAME(p, v); }
EMU_ATOMIC(atomicAdd, o + v)
EMU_ATOMIC(atomicSub, o - v)
EMU_ATOMIC(atomicMin, o < v ? o : v)
EMU_ATOMIC(atomicMax, o > v ? o : v)
EMU_ATOMIC(atomicAnd, o & v)
EMU_ATOMIC(atomicOr, o | v)
EMU_ATOMIC(atomicXor, o ^ v)
EMU_ATOMIC(atomicExch, ((void)o, v))
EMU_ATOMIC(atomicInc, o >= v ? 0 : o + 1)
EMU_ATOMIC(atomicDec, o == 0 || o > v ? v : o - 1)
#undef EMU_ATOMIC
template <class T> T atomicCAS(T* p, typename EmuSame<T>::type expected, typename EmuSame<T>::type v) {
  return emu::atomic_update(p, [=](T o) -> T { return o == expected ? v : o; });
}
