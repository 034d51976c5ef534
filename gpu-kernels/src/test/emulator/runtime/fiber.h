// Stacks and the switch between them (x86-64, System V calling convention).
#pragma once

#include <cstddef>

/** Saves the callee-saved registers and the stack pointer into *save, and goes on at `to`. */
extern "C" void emu_switch(void** save, void* to);

namespace emu {

/** The stacks of one worker: a guard page below each, so that a kernel with too large local arrays is found. */
class Stacks {
 public:
  static constexpr size_t COUNT = 1024, SIZE = 64 << 10, GUARD = 4 << 10;

  Stacks();
  /** A stack pointer from which emu_switch enters `entry`. */
  void* fresh(unsigned i, void (*entry)());
  bool in_guard(const void* address) const;

 private:
  char* base_;
};

}  // namespace emu
