#include "launch.h"

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "fiber.h"
#include "settings.h"
#include "trap.h"

namespace emu {

/** Threads that live as long as the process; they are never joined, because libraries outlive static objects here. */
class Workers {
 public:
  static Workers& get() {
    static Workers& workers = *new Workers;
    return workers;
  }

  void run(Launch& launch) {
    std::lock_guard<std::mutex> one_launch(turn_);
    std::unique_lock<std::mutex> lock(mutex_);
    launch_ = &launch;
    blocks_ = (uint64_t)launch.grid.x * launch.grid.y * launch.grid.z;
    next_ = 0;
    busy_ = count_;
    round_++;
    start_.notify_all();
    if (!done_.wait_for(lock, std::chrono::seconds(Settings::get().timeout_seconds), [&] { return busy_ == 0; })) {
      fprintf(stderr, "emulator: kernel %s is still running after %u s (PAGESTREAM_EMULATOR_TIMEOUT): an endless loop, or a block that waits for another one\n",
              launch.name.c_str(), Settings::get().timeout_seconds);
      abort();
    }
  }

 private:
  Workers() : count_(Settings::get().workers) {
    catch_traps();
    for (unsigned i = 0; i < count_; i++) std::thread([this] { work(); }).detach();
  }

  void work() {
    Stacks stacks;
    prepare_trap_stack(stacks);
    Block block;
    for (uint64_t seen = 0;;) {
      Launch* launch;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        start_.wait(lock, [&] { return round_ != seen; });
        seen = round_;
        launch = launch_;
      }
      block.launch = launch;
      const unsigned schedule = Settings::get().schedule;
      for (uint64_t i; !launch->failed && (i = next_++) < blocks_;) {
        block.index = {(unsigned)(i % launch->grid.x), (unsigned)(i / launch->grid.x % launch->grid.y), (unsigned)(i / launch->grid.x / launch->grid.y)};
        run_block(block, stacks, schedule, schedule * 1000003ull + i);
      }
      std::lock_guard<std::mutex> lock(mutex_);
      if (--busy_ == 0) done_.notify_all();
    }
  }

  const unsigned count_;
  std::mutex turn_, mutex_;
  std::condition_variable start_, done_;
  Launch* launch_ = nullptr;
  uint64_t blocks_ = 0, round_ = 0;
  std::atomic<uint64_t> next_{0};
  unsigned busy_ = 0;
};

void run(Launch& launch) { Workers::get().run(launch); }

}  // namespace emu
