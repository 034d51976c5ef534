// PTX loads, stores and atomics. A state space is a type: it turns the address operand into a checked pointer.
#pragma once

namespace emu_ptx {

struct shared {
  static char* at(u64 address, unsigned bytes, const char* what) { return emu_shared_pointer((unsigned)address, bytes, what); }
};
struct global {
  static char* at(u64 address, unsigned bytes, const char* what) {
    if (address % bytes) emu_fault(what);
    return (char*)address;
  }
};

template <class SPACE> inline char* memory(u64 address, unsigned bytes, const char* what) { return SPACE::at(address, bytes, what); }
template <class T> inline T load(const char* p, int i) {
  T t;
  __builtin_memcpy(&t, p + i * sizeof(T), sizeof(T));
  return t;
}
template <class T> inline void store(char* p, int i, T t) { __builtin_memcpy(p + i * sizeof(T), &t, sizeof(T)); }

/** atom and red: F names the operation. */
template <class T, class F> inline T atomic(char* p, F f) {
  typedef unsigned __attribute__((may_alias)) bits32;
  typedef unsigned long long __attribute__((may_alias)) bits64;
  if constexpr (sizeof(T) == 4) {
    u32 old = emu::atomic_update((bits32*)p, [&](u32 o) { return get<u32>(f(get<T>(o))); });
    return get<T>(old);
  } else {
    static_assert(sizeof(T) == 8, "atom works on 32 and 64 bits");
    u64 old = emu::atomic_update((bits64*)p, [&](u64 o) { return get<u64>(f(get<T>(o))); });
    return get<T>(old);
  }
}
template <class T> inline T atom_add(char* p, T v) { return atomic<T>(p, [v](T o) { return add(o, v); }); }
template <class T> inline T atom_min(char* p, T v) { return atomic<T>(p, [v](T o) { return min(o, v); }); }
template <class T> inline T atom_max(char* p, T v) { return atomic<T>(p, [v](T o) { return max(o, v); }); }
template <class T> inline T atom_and(char* p, T v) { return atomic<T>(p, [v](T o) { return T(o & v); }); }
template <class T> inline T atom_or(char* p, T v) { return atomic<T>(p, [v](T o) { return T(o | v); }); }
template <class T> inline T atom_xor(char* p, T v) { return atomic<T>(p, [v](T o) { return T(o ^ v); }); }
template <class T> inline T atom_exch(char* p, T v) { return atomic<T>(p, [v](T) { return v; }); }
template <class T> inline T atom_cas(char* p, T expected, T v) { return atomic<T>(p, [=](T o) { return o == expected ? v : o; }); }

/** cp.async.cg copies 16 bytes, cp.async.ca 4, 8 or 16. */
template <unsigned LEAST, unsigned MOST> inline void copy_async(u32 to, u64 from, unsigned bytes, unsigned have) {
  if (bytes < LEAST || bytes > MOST || (bytes & (bytes - 1))) emu_fault("cp.async: 4, 8 or 16 bytes with .ca, 16 with .cg");
  emu_copy_async(to, (const char*)from, bytes, have);
}

}  // namespace emu_ptx
