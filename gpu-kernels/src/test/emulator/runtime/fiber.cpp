#include "fiber.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

asm(R"(
.text
.globl emu_switch
.type emu_switch,@function
emu_switch:
  push %rbp
  push %rbx
  push %r12
  push %r13
  push %r14
  push %r15
  mov %rsp,(%rdi)
  mov %rsi,%rsp
  pop %r15
  pop %r14
  pop %r13
  pop %r12
  pop %rbx
  pop %rbp
  ret
.size emu_switch,.-emu_switch
)");

namespace emu {

Stacks::Stacks() {
  void* p = mmap(nullptr, COUNT * (SIZE + GUARD), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) {
    perror("emulator: no memory for the stacks of a block");
    abort();
  }
  base_ = (char*)p;
  for (size_t i = 0; i < COUNT; i++) mprotect(base_ + i * (SIZE + GUARD), GUARD, PROT_NONE);
}

void* Stacks::fresh(unsigned i, void (*entry)()) {
  auto* s = (uint64_t*)(base_ + (i + 1) * (SIZE + GUARD));
  *--s = 0;                // keeps the alignment that a call gives
  *--s = (uint64_t)entry;  // where emu_switch returns to
  for (int r = 0; r < 6; r++) *--s = 0;
  return s;
}

bool Stacks::in_guard(const void* address) const {
  size_t offset = (size_t)((const char*)address - base_);
  return address >= base_ && offset < COUNT * (SIZE + GUARD) && offset % (SIZE + GUARD) < GUARD;
}

}  // namespace emu
