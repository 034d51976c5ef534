#include "memory.h"

#include <sys/mman.h>

#include <cstring>

#include "../runtime/settings.h"

namespace emu {

static constexpr size_t PAGE = 4 << 10, GUARD = 64 << 10, ALIGNMENT = 256, KEPT_FREED = 512;
static constexpr size_t POISON_LIMIT = 256 << 20;  // larger allocations stay untouched, so that they cost no memory until they are used
static constexpr int POISON = 0xff, END_MARK = 0xa5;

static size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

DeviceMemory& DeviceMemory::get() {
  static DeviceMemory& memory = *new DeviceMemory;
  return memory;
}

uint64_t DeviceMemory::allocate(size_t bytes, MemoryKind kind) {
  std::lock_guard<std::mutex> hold(mutex_);
  if (kind == MemoryKind::DEVICE && bytes > Settings::get().device_memory - bytes_[0]) return 0;
  const size_t used = round_up(bytes, ALIGNMENT), middle = round_up(used, PAGE);
  void* p = mmap(nullptr, middle + 2 * GUARD, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) return 0;
  char* end = (char*)p + GUARD + middle;
  if (mprotect((char*)p + GUARD, middle, PROT_READ | PROT_WRITE)) {
    munmap(p, middle + 2 * GUARD);
    return 0;
  }
  char* start = end - used;
  if (bytes <= POISON_LIMIT) memset(start, POISON, bytes);
  memset(start + bytes, END_MARK, used - bytes);
  live_[(uint64_t)start] = {(uint64_t)start, bytes, kind, (char*)p, middle + 2 * GUARD, used - bytes};
  bytes_[(int)kind] += bytes;
  return (uint64_t)start;
}

bool DeviceMemory::release(uint64_t address, MemoryKind kind) {
  std::lock_guard<std::mutex> hold(mutex_);
  auto it = live_.find(address);
  if (it == live_.end() || it->second.kind != kind) return false;
  const Allocation a = it->second;
  live_.erase(it);
  bytes_[(int)kind] -= a.bytes;
  // Mapped anew without access: the pages go back to the system, the addresses stay taken.
  mmap(a.mapping, a.mapping_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
  freed_.push_back(a);
  if (freed_.size() > KEPT_FREED) {
    munmap(freed_.front().mapping, freed_.front().mapping_bytes);
    freed_.pop_front();
  }
  return true;
}

bool DeviceMemory::find(uint64_t address, Allocation& found) {
  std::lock_guard<std::mutex> hold(mutex_);
  auto it = live_.upper_bound(address);
  if (it == live_.begin()) return false;
  found = (--it)->second;
  return address - found.address < found.bytes || address == found.address;
}

bool DeviceMemory::holds(uint64_t address, size_t bytes) {
  Allocation a;
  return find(address, a) && bytes <= a.bytes - (address - a.address);
}

size_t DeviceMemory::live_bytes(MemoryKind kind) {
  std::lock_guard<std::mutex> hold(mutex_);
  return bytes_[(int)kind];
}

std::string DeviceMemory::overrun() {
  std::lock_guard<std::mutex> hold(mutex_);
  for (auto& entry : live_) {
    const Allocation& a = entry.second;
    for (size_t i = 0; i < a.slack; i++)
      if (*(const char*)(a.address + a.bytes + i) != (char)END_MARK)
        return "byte " + std::to_string(i) + " behind an allocation of " + std::to_string(a.bytes) + " bytes was written";
  }
  return "";
}

static std::string relation(uint64_t address, const Allocation& a) {
  const std::string size = "of " + std::to_string(a.bytes) + " bytes";
  if (address < a.address) return std::to_string(a.address - address) + " bytes before an allocation " + size;
  if (address < a.address + a.bytes) return "byte " + std::to_string(address - a.address) + " of an allocation " + size;
  return std::to_string(address - a.address - a.bytes) + " bytes behind the end of an allocation " + size;
}

std::string DeviceMemory::describe(uint64_t address) {
  std::lock_guard<std::mutex> hold(mutex_);
  auto within = [&](const Allocation& a) { return address >= (uint64_t)a.mapping && address < (uint64_t)a.mapping + a.mapping_bytes; };
  for (auto& entry : live_)
    if (within(entry.second)) return relation(address, entry.second);
  for (auto& a : freed_)
    if (within(a)) return relation(address, a) + " that has been freed";
  return "which belongs to no allocation";
}

}  // namespace emu
