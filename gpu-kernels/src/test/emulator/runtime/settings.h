// What environment variables and tests may choose.
#pragma once

#include <atomic>
#include <cstddef>

namespace emu {

struct Settings {
  /** The order in which waiting threads run on: 0 ascending, 1 descending, 2 and above: random orders, drawn anew each round. */
  std::atomic<unsigned> schedule;
  unsigned workers;
  unsigned timeout_seconds;
  size_t device_memory;
  int compute_capability;

  static Settings& get();
};

}  // namespace emu
