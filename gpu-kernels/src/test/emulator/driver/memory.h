// Device and pinned memory: each allocation ends right before pages that cannot be touched and begins right after such
// pages; freed allocations stay untouchable for a while. What is allocated is counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace emu {

enum class MemoryKind { DEVICE, HOST };

struct Allocation {
  uint64_t address;
  size_t bytes;
  MemoryKind kind;
  char* mapping;
  size_t mapping_bytes;
  size_t slack;  // marked bytes between the end and the guard
};

class DeviceMemory {
 public:
  static DeviceMemory& get();

  /** Zero when the memory is used up. The content is poison, never zeros. */
  uint64_t allocate(size_t bytes, MemoryKind kind);
  /** False when no allocation of this kind begins at the address. */
  bool release(uint64_t address, MemoryKind kind);
  /** True when the whole range lies in one allocation. */
  bool holds(uint64_t address, size_t bytes);
  /** The allocation that holds the address. */
  bool find(uint64_t address, Allocation& found);
  size_t live_bytes(MemoryKind kind);
  /** Empty, or which allocation was written beyond its end by less than a page. */
  std::string overrun();
  /** What lies at or near an address, for messages. */
  std::string describe(uint64_t address);

 private:
  std::mutex mutex_;
  std::map<uint64_t, Allocation> live_;
  std::deque<Allocation> freed_;
  size_t bytes_[2] = {0, 0};
};

}  // namespace emu
