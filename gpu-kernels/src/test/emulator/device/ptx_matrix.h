// PTX warp matrix instructions: registers are gathered here, the runtime computes for the warp.
#pragma once

namespace emu_ptx {

template <int N> struct registers {
  u32 value[N];
  template <class... R> explicit registers(const R&... r) : value{get<u32>(r)...} { static_assert(sizeof...(R) == N, "number of registers"); }
};
template <class... R> inline void put_all(const u32* from, R&... to) { (put(to, *from++), ...); }

}  // namespace emu_ptx
