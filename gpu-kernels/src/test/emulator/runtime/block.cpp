#include "block.h"

#include <algorithm>
#include <numeric>

#include "async_copy.h"
#include "fiber.h"
#include "shared_memory.h"

namespace emu {

thread_local Thread* current = nullptr;

const char* name_of(Collective c) {
  static const char* names[] = {"__syncwarp", "a shuffle", "a vote", "a match", "a reduction", "ldmatrix", "stmatrix", "mma.sync"};
  return names[(int)c];
}

void Block::fault(const Fault& f) {
  launch->failed = true;
  FaultBook::get().write(f);
}

void yield() {
  Thread& me = *current;
  emu_switch(&me.stack_pointer, me.block->scheduler);
}

void leave_to_scheduler() {
  yield();
  __builtin_unreachable();
}

static void enter_kernel() {
  Block& block = *current->block;
  block.launch->body();
  finish_copies(*current);
  current->wait = Wait::DONE;
  current->warp->live &= ~(1u << current->self.lane);
  block.live--;
  thread_left(block);
  leave_to_scheduler();
}

static void start(Block& block, Stacks& stacks) {
  const EmuIndex size = block.launch->block;
  const unsigned n = size.x * size.y * size.z;
  block.live = n;
  block.left_early = 0;
  block.shared_variables.clear();
  block.shared_used = 0;
  block.threads.resize(n);
  block.warps.assign((n + 31) / 32, {});
  for (auto& b : block.barriers) b = {};
  for (unsigned i = 0; i < n; i++) {
    Thread& t = block.threads[i];
    t.self = {{i % size.x, i / size.x % size.y, i / (size.x * size.y)}, block.index, size, block.launch->grid, i & 31, i >> 5};
    t.stack_pointer = stacks.fresh(i, enter_kernel);
    t.block = &block;
    t.warp = &block.warps[i >> 5];
    t.wait = Wait::READY;
    t.site = {};
    t.open.clear();
    t.committed.clear();
    t.warp->lane[i & 31] = &t;
    t.warp->live |= 1u << (i & 31);
  }
}

/** Turns of the threads: one run from wait to wait each, in the order of the schedule. */
void run_block(Block& block, Stacks& stacks, unsigned schedule, uint64_t random) {
  start(block, stacks);
  SharedMemory::of_this_worker().prepare(block.launch->dynamic_shared, schedule);
  std::vector<unsigned> order(block.threads.size());
  std::iota(order.begin(), order.end(), 0);
  if (schedule == 1) std::reverse(order.begin(), order.end());
  while (block.live && !block.launch->failed) {
    if (schedule >= 2)
      for (size_t i = order.size() - 1; i > 0; i--) {
        random = random * 6364136223846793005ull + 1442695040888963407ull;  // Knuth's MMIX generator
        std::swap(order[i], order[(random >> 33) % (i + 1)]);
      }
    bool someone_ran = false;
    for (unsigned i : order) {
      Thread& t = block.threads[i];
      if (t.wait != Wait::READY) continue;
      someone_ran = true;
      current = &t;
      emu_switch(&block.scheduler, t.stack_pointer);
      current = nullptr;
      if (block.launch->failed) return;
    }
    if (!someone_ran) block.fault({LAUNCH_FAILED, waiting_threads(block)});
  }
  if (!block.launch->failed && !SharedMemory::of_this_worker().end_is_untouched())
    block.fault({ILLEGAL_ADDRESS, where(block.threads[0]) + ": the block wrote beyond its dynamic shared memory of " +
                                      std::to_string(block.launch->dynamic_shared) + " bytes"});
}

std::string waiting_threads(const Block& block) {
  std::string text = "no thread can go on, all that are left wait:";
  int listed = 0;
  const Thread* last = nullptr;
  for (const Thread& t : block.threads) {
    if (t.wait == Wait::DONE) continue;
    bool same = last && last->wait == t.wait && last->site.line == t.site.line && last->mask == t.mask;
    last = &t;
    if (same || ++listed > 8) continue;
    char mask[16];
    snprintf(mask, sizeof mask, "%08x", t.mask);
    text += "\n  " + where(t) + " waits in " +
            (t.wait == Wait::BARRIER ? "barrier " + std::to_string(t.barrier) : std::string(name_of(t.collective)) + " for lanes " + mask);
  }
  return text;
}

extern "C" const EmuSelf* emu_self() noexcept { return &current->self; }
extern "C" void emu_at(const char* file, int line) noexcept { current->site = {file, line}; }

}  // namespace emu
