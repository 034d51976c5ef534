// The shared memory of the block that runs on a worker: static variables from the front, dynamic memory at the very end
// before a page that cannot be touched. 32-bit shared addresses are offsets from BASE.
#pragma once

#include <cstddef>

namespace emu {

class SharedMemory {
 public:
  static constexpr size_t STATIC_LIMIT = 48 << 10, DYNAMIC_LIMIT = 227 << 10, SIZE = 280 << 10;
  static constexpr unsigned BASE = 0x1000;  // so that zero is not an address

  static SharedMemory& of_this_worker();

  /** Poisons everything for the next block. */
  void prepare(size_t dynamic_bytes, unsigned schedule);
  /** What unwritten memory holds: NaN in every float format, or a large number; it depends on the schedule. */
  int poison() const { return poison_; }
  char* start() const { return memory_; }
  char* dynamic() const { return dynamic_; }
  size_t dynamic_bytes() const { return dynamic_bytes_; }
  bool contains(const void* p) const { return p >= memory_ && p <= memory_ + SIZE; }
  /** False when the bytes between the end of dynamic memory and the guard page were written. */
  bool end_is_untouched() const;
  bool in_guard(const void* p) const;

 private:
  SharedMemory();
  char *memory_, *dynamic_ = nullptr;
  size_t dynamic_bytes_ = 0;
  int poison_ = 0xff;
};

}  // namespace emu
