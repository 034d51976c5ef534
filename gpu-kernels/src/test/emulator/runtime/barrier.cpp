// __syncthreads and bar.sync. A block-wide barrier must be reached by every thread of the block, all from the same line:
// a card may let other programs pass, by luck or by counting, and the same program hangs on the next card.
#include "block.h"

namespace emu {

static void release(Block& block, unsigned id) {
  block.barriers[id] = {};
  for (Thread& t : block.threads)
    if (t.wait == Wait::BARRIER && t.barrier == id) t.wait = Wait::READY;
}

extern "C" void emu_barrier(unsigned id, unsigned threads, bool wait) {
  Thread& me = *current;
  Block& block = *me.block;
  const bool whole = threads == 0;
  if (id > 15) fail(LAUNCH_FAILED, "barrier " + std::to_string(id) + ": there are 16, from 0 to 15");
  if (threads % 32 || threads > (block.threads.size() + 31) / 32 * 32)
    fail(LAUNCH_FAILED, "bar.sync for " + std::to_string(threads) + " threads: expected a multiple of 32, at most the block");
  Barrier& b = block.barriers[id];
  const unsigned expected = whole ? (unsigned)block.threads.size() : threads;
  if (whole && block.left_early)
    fail(LAUNCH_FAILED, "divergent barrier: this thread waits for the whole block, " + std::to_string(block.left_early) +
                            " threads have left the kernel before; do not return before a barrier");
  if (b.arrived && b.expected != expected)
    fail(LAUNCH_FAILED, "divergent barrier: others wait at barrier " + std::to_string(id) + " for " + std::to_string(b.expected) + " threads, this one for " +
                            std::to_string(expected));
  if (b.arrived && whole && b.first->site.line != me.site.line)
    fail(LAUNCH_FAILED, "divergent barrier: this thread is at line " + std::to_string(me.site.line) + ", but " + where(*b.first) +
                            " waits at another one for the whole block");
  if (!b.arrived) b.first = &me;
  b.expected = expected;
  if (++b.arrived == expected) {
    release(block, id);
    return;
  }
  if (!wait) return;
  me.wait = Wait::BARRIER;
  me.barrier = id;
  yield();
}

void thread_left(Block& block) {
  block.left_early++;
  const Barrier& b = block.barriers[0];
  if (b.arrived && b.expected == block.threads.size())
    fail(LAUNCH_FAILED, "divergent barrier: this thread has left the kernel, but " + where(*b.first) + " waits for the whole block");
}

}  // namespace emu
