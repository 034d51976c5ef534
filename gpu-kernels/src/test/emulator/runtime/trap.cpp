#include "trap.h"

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <ucontext.h>

#include "../driver/memory.h"
#include "block.h"
#include "fiber.h"
#include "shared_memory.h"

namespace emu {

static struct sigaction previous[NSIG];
static thread_local const Stacks* stacks_of_worker = nullptr;
static thread_local char* landing_stack = nullptr;
static constexpr size_t STACK = 256 << 10;

static thread_local int trap_signal;
static thread_local const void* trap_address;

static std::string meaning_of(const void* address) {
  if (trap_signal == SIGFPE) return "integer division by zero";
  if (stacks_of_worker->in_guard(address)) return "the thread's local variables need more than " + std::to_string(Stacks::SIZE) + " bytes";
  if (SharedMemory::of_this_worker().in_guard(address)) return "out of bounds: access outside of the block's shared memory";
  char text[32];
  snprintf(text, sizeof text, "%p", address);
  return std::string("out of bounds: access to address ") + text + ", " + DeviceMemory::get().describe((uint64_t)address);
}

/** Runs after the handler has returned, on a stack of its own, as if the kernel had called it. */
static void land() { fail(trap_signal == SIGFPE ? LAUNCH_FAILED : ILLEGAL_ADDRESS, meaning_of(trap_address)); }

static void handle(int signal, siginfo_t* info, void* context) {
  if (current && landing_stack) {
    trap_signal = signal;
    trap_address = info->si_addr;
    auto& registers = ((ucontext_t*)context)->uc_mcontext.gregs;
    registers[REG_RSP] = (greg_t)(((uintptr_t)landing_stack + STACK) & ~(uintptr_t)15) - 8;
    registers[REG_RIP] = (greg_t)&land;
    return;
  }
  const struct sigaction& before = previous[signal];
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler == SIG_DFL || before.sa_handler == SIG_IGN) {
    sigaction(signal, &before, nullptr);  // happens again, and ends the process as it would have
  } else {
    before.sa_handler(signal);
  }
}

void catch_traps() {
  struct sigaction action = {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE}) sigaction(signal, &action, &previous[signal]);
}

void prepare_trap_stack(const Stacks& stacks) {
  stacks_of_worker = &stacks;
  landing_stack = new char[STACK];
  stack_t own = {};
  own.ss_sp = new char[STACK];
  own.ss_size = STACK;
  sigaltstack(&own, nullptr);
}

}  // namespace emu
