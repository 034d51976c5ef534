// CUDA's qualifiers and built-in variables. __shared__, __global__ and asm are rewritten by the translator.
#pragma once

#define __device__
#define __host__
#define __global__
#define __constant__
#define __managed__
#define __forceinline__ inline
#define __noinline__ __attribute__((noinline))
#define __launch_bounds__(...)
#define __grid_constant__
#define __align__(n) alignas(n)

#define threadIdx (emu_self()->thread)
#define blockIdx (emu_self()->block)
#define blockDim (emu_self()->block_size)
#define gridDim (emu_self()->grid_size)
#define warpSize 32

typedef unsigned long size_t;
typedef long ptrdiff_t;

namespace emu {

template <unsigned... I> struct Sequence {};
template <unsigned N, unsigned... I> struct Count : Count<N - 1, N - 1, I...> {};
template <unsigned... I> struct Count<0, I...> { typedef Sequence<I...> type; };
template <class T> struct Value { typedef T type; };
template <class T> struct Value<const T> { typedef T type; };

/** The table entry of a kernel: unpacks the argument table that cuLaunchKernel gives. */
template <class... A> struct Parameters {
  static constexpr unsigned count = sizeof...(A);
  static constexpr unsigned sizes[count + 1] = {sizeof(A)..., 0};
  static constexpr unsigned alignments[count + 1] = {alignof(A)..., 0};

  template <unsigned... I> static void apply(void (*kernel)(A...), void** p, Sequence<I...>) {
    kernel(*static_cast<typename Value<A>::type*>(p[I])...);
  }
  static void apply(void (*kernel)(A...), void** p) { apply(kernel, p, typename Count<count>::type()); }
};
template <class... A> Parameters<A...> parameters_of(void (*)(A...));

}  // namespace emu

#define EMU_KERNEL(NAME, MAX_THREADS)                                                        \
  static void emu_call_##NAME(void** p) { decltype(emu::parameters_of(&NAME))::apply(&NAME, p); } \
  extern "C" const EmuKernel emu_kernel_##NAME = {                                           \
      #NAME, &emu_call_##NAME, decltype(emu::parameters_of(&NAME))::sizes,                   \
      decltype(emu::parameters_of(&NAME))::alignments, decltype(emu::parameters_of(&NAME))::count, MAX_THREADS};
