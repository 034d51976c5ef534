#include "shared_memory.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "block.h"

namespace emu {

static constexpr size_t GUARD = 64 << 10;
static constexpr int END_MARK = 0xa5;

SharedMemory::SharedMemory() {
  void* p = mmap(nullptr, SIZE + 2 * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (p == MAP_FAILED || mprotect((char*)p + GUARD, SIZE, PROT_READ | PROT_WRITE)) {
    perror("emulator: no memory for shared memory");
    abort();
  }
  memory_ = (char*)p + GUARD;
}

SharedMemory& SharedMemory::of_this_worker() {
  static thread_local SharedMemory* memory = new SharedMemory;
  return *memory;
}

void SharedMemory::prepare(size_t dynamic_bytes, unsigned schedule) {
  poison_ = schedule % 2 ? 0x7b : 0xff;
  dynamic_bytes_ = dynamic_bytes;
  dynamic_ = memory_ + SIZE - (dynamic_bytes + 127) / 128 * 128;
  memset(memory_, poison_, STATIC_LIMIT);
  memset(dynamic_, poison_, dynamic_bytes);
  memset(dynamic_ + dynamic_bytes, END_MARK, (size_t)(memory_ + SIZE - dynamic_) - dynamic_bytes);
}

bool SharedMemory::end_is_untouched() const {
  for (const char* p = dynamic_ + dynamic_bytes_; p < memory_ + SIZE; p++)
    if (*p != (char)END_MARK) return false;
  return true;
}

bool SharedMemory::in_guard(const void* p) const {
  return (p >= memory_ - GUARD && p < memory_) || (p >= memory_ + SIZE && p < memory_ + SIZE + GUARD);
}

extern "C" void* emu_shared_variable(const void* key, unsigned long bytes, unsigned long align) {
  Block& block = *current->block;
  char*& place = block.shared_variables[key];
  if (place) return place;
  size_t from = (block.shared_used + align - 1) / align * align;
  if (from + bytes > SharedMemory::STATIC_LIMIT)
    fail(LAUNCH_FAILED, "static shared memory of more than " + std::to_string(SharedMemory::STATIC_LIMIT) + " bytes; a compiler for a card refuses it");
  block.shared_used = from + bytes;
  return place = SharedMemory::of_this_worker().start() + from;
}
extern "C" void* emu_dynamic_shared() { return SharedMemory::of_this_worker().dynamic(); }

extern "C" unsigned emu_shared_address(const void* pointer) {
  const SharedMemory& memory = SharedMemory::of_this_worker();
  if (!memory.contains(pointer)) fail(ILLEGAL_ADDRESS, "the address of shared memory is asked of a pointer that points elsewhere");
  return SharedMemory::BASE + (unsigned)((const char*)pointer - memory.start());
}

extern "C" char* emu_shared_pointer(unsigned address, unsigned bytes, const char* what) {
  const SharedMemory& memory = SharedMemory::of_this_worker();
  if (address % (bytes ? bytes : 1))
    fail(MISALIGNED_ADDRESS, std::string(what) + " is not aligned to " + std::to_string(bytes) + " bytes (shared address " + std::to_string(address) + ")");
  char* p = memory.start() + (address - SharedMemory::BASE);
  const bool in_static = address >= SharedMemory::BASE && p + bytes <= memory.start() + current->block->shared_used;
  const bool in_dynamic = p >= memory.dynamic() && p + bytes <= memory.dynamic() + memory.dynamic_bytes();
  if (!in_static && !in_dynamic)
    fail(ILLEGAL_ADDRESS, std::string(what) + ": shared address " + std::to_string(address) + " lies outside of the block's shared memory (" +
                              std::to_string(current->block->shared_used) + " bytes static, " + std::to_string(memory.dynamic_bytes()) + " dynamic, whose end is " +
                              std::to_string(SharedMemory::BASE + SharedMemory::SIZE) + ")");
  return p;
}

}  // namespace emu
