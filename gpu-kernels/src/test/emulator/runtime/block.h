// One block of threads: each thread is a fiber, 32 of them a warp; all run on one processor thread, one at a time, and
// change only where they wait. So what happens between two waits is one step, and the schedule decides the order of steps.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "../device/runtime_calls.h"
#include "fault.h"

namespace emu {

struct Block;
struct Warp;

enum class Wait { READY, BARRIER, WARP, DONE };
enum class Collective { SYNC_WARP, SHUFFLE, BALLOT, MATCH, REDUCE, LOAD_MATRIX, STORE_MATRIX, MULTIPLY };
const char* name_of(Collective c);

struct Site {
  const char* file = nullptr;
  int line = 0;
};

/** A cp.async on its way: the bytes are read when it starts and arrive when its group is waited for. */
struct AsyncCopy {
  char* to;
  unsigned bytes;
  char data[16];
};

struct Thread {
  EmuSelf self;
  void* stack_pointer;
  Block* block;
  Warp* warp;
  Wait wait;
  Site site;
  unsigned barrier;          // waits at this one
  unsigned mask;             // waits for these lanes
  Collective collective;     // in this
  std::vector<AsyncCopy> open;
  std::vector<std::vector<AsyncCopy>> committed;
};

struct Warp {
  Thread* lane[32];
  unsigned live, waiting;  // bit for each lane; waiting: in a collective
  uint32_t in[32][16], out[32][8];
  uint64_t in64[32], out64[32];
};

struct Barrier {
  unsigned arrived = 0, expected = 0;
  Thread* first = nullptr;
};

/** What all blocks of a launch share. */
struct Launch {
  std::string name;
  std::function<void()> body;
  EmuIndex grid, block;
  unsigned dynamic_shared;
  std::atomic<bool> failed{false};
};

struct Block {
  Launch* launch;
  EmuIndex index;
  std::vector<Thread> threads;
  std::vector<Warp> warps;
  Barrier barriers[16];
  unsigned live, left_early;  // left_early: have left the kernel
  std::map<const void*, char*> shared_variables;
  size_t shared_used;
  void* scheduler;  // its stack pointer while a fiber runs

  void fault(const Fault& f);
};

// The fiber that runs on this processor thread, or null.
extern thread_local Thread* current;

/** Runs the block until all threads have left the kernel or one of them failed. `stacks` are the worker's. */
class Stacks;
void run_block(Block& block, Stacks& stacks, unsigned schedule, uint64_t random_seed);

/** The running fiber waits: the scheduler goes on with another one. */
void yield();
[[noreturn]] void leave_to_scheduler();
/** Called when a thread has left the kernel. */
void thread_left(Block& block);
/** "kernel k, block (0,0,0), thread (3,0,0), at or after k.cu:12" */
std::string where(const Thread& t);
std::string waiting_threads(const Block& block);

}  // namespace emu
