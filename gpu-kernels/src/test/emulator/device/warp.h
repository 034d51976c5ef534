// Barriers and warp collectives. The default arguments tell the line of the call: it goes into messages, and a barrier
// that threads reach from two different lines is a fault.
#pragma once

#define EMU_HERE const char *file = __builtin_FILE(), int line = __builtin_LINE()

inline void __syncthreads(EMU_HERE) { emu_at(file, line), emu_barrier(0, 0, true); }
inline void __syncwarp(unsigned mask = 0xffffffffu, EMU_HERE) { emu_at(file, line), emu_sync_warp(mask); }
inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
inline unsigned __activemask() { return emu_active_mask(); }
inline void __nanosleep(unsigned) {}
inline void __trap() { emu_fault("__trap()"); }
inline long long clock64() { return (long long)__builtin_ia32_rdtsc(); }

namespace emu {
template <class T> T shuffle(unsigned mask, T value, int arg, int width, int mode) {
  static_assert(sizeof(T) <= 8, "a shuffle moves at most 64 bits");
  unsigned long long bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  bits = emu_shuffle(mask, bits, arg, width, mode);
  __builtin_memcpy(&value, &bits, sizeof(T));
  return value;
}
}  // namespace emu

template <class T> T __shfl_sync(unsigned mask, T v, int lane, int width = 32, EMU_HERE) {
  return emu_at(file, line), emu::shuffle(mask, v, lane, width, 0);
}
template <class T> T __shfl_up_sync(unsigned mask, T v, unsigned delta, int width = 32, EMU_HERE) {
  return emu_at(file, line), emu::shuffle(mask, v, (int)delta, width, 1);
}
template <class T> T __shfl_down_sync(unsigned mask, T v, unsigned delta, int width = 32, EMU_HERE) {
  return emu_at(file, line), emu::shuffle(mask, v, (int)delta, width, 2);
}
template <class T> T __shfl_xor_sync(unsigned mask, T v, int lanes, int width = 32, EMU_HERE) {
  return emu_at(file, line), emu::shuffle(mask, v, lanes, width, 3);
}
inline unsigned __ballot_sync(unsigned mask, int p, EMU_HERE) { return emu_at(file, line), emu_ballot(mask, p != 0); }
inline int __any_sync(unsigned mask, int p, EMU_HERE) { return emu_at(file, line), emu_ballot(mask, p != 0) != 0; }
inline int __all_sync(unsigned mask, int p, EMU_HERE) { return emu_at(file, line), emu_ballot(mask, p == 0) == 0; }
template <class T> unsigned __match_any_sync(unsigned mask, T v, EMU_HERE) {
  unsigned long long bits = 0;
  __builtin_memcpy(&bits, &v, sizeof(T));
  return emu_at(file, line), emu_match_any(mask, bits);
}
#define EMU_REDUCE(NAME, OP, T)                                                  \
  inline T __reduce_##NAME##_sync(unsigned mask, T v, EMU_HERE) {                \
    return emu_at(file, line), (T)emu_reduce(mask, (unsigned)v, OP, T(-1) < T(0)); \
  }
EMU_REDUCE(add, 0, unsigned) EMU_REDUCE(add, 0, int) EMU_REDUCE(min, 1, unsigned) EMU_REDUCE(min, 1, int)
EMU_REDUCE(max, 2, unsigned) EMU_REDUCE(max, 2, int) EMU_REDUCE(and, 3, unsigned) EMU_REDUCE(or, 4, unsigned) EMU_REDUCE(xor, 5, unsigned)
#undef EMU_REDUCE

/** Waits twice: once until every thread has counted, once until every thread has read the sum. */
inline int __syncthreads_count(int predicate, EMU_HERE) {
  static char key;
  emu_at(file, line);
  int& sum = *static_cast<int*>(emu_shared_variable(&key, sizeof(int), alignof(int)));
  emu_barrier(0, 0, true);
  if (emu_self()->lane == 0 && emu_self()->warp == 0) sum = 0;
  emu_barrier(0, 0, true);
  sum += predicate != 0;
  emu_barrier(0, 0, true);
  int all = sum;
  emu_barrier(0, 0, true);
  return all;
}
inline int __syncthreads_or(int predicate, EMU_HERE) { return __syncthreads_count(predicate, file, line) != 0; }
inline int __syncthreads_and(int predicate, EMU_HERE) { return __syncthreads_count(!predicate, file, line) == 0; }

inline size_t __cvta_generic_to_shared(const void* p) { return emu_shared_address(p); }
inline void* __cvta_shared_to_generic(size_t a) { return emu_shared_pointer((unsigned)a, 1, "__cvta_shared_to_generic"); }
inline size_t __cvta_generic_to_global(const void* p) { return (size_t)p; }
inline void* __cvta_global_to_generic(size_t a) { return (void*)a; }
