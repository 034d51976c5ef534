#include "async_copy.h"

#include <cstring>

#include "shared_memory.h"

namespace emu {

static void arrive(std::vector<AsyncCopy>& group) {
  for (const AsyncCopy& c : group) memcpy(c.to, c.data, c.bytes);
  group.clear();
}

void finish_copies(Thread& t) {
  for (auto& group : t.committed) arrive(group);
  t.committed.clear();
  arrive(t.open);
}

extern "C" void emu_copy_async(unsigned shared, const char* global, unsigned bytes, unsigned have) {
  if (have > bytes) fail(LAUNCH_FAILED, "cp.async of " + std::to_string(have) + " bytes into " + std::to_string(bytes));
  if ((uintptr_t)global % bytes) fail(MISALIGNED_ADDRESS, "cp.async: the source is not aligned to " + std::to_string(bytes) + " bytes");
  AsyncCopy copy{emu_shared_pointer(shared, bytes, "cp.async: the destination"), bytes, {}};
  memcpy(copy.data, global, have);
  memset(copy.to, SharedMemory::of_this_worker().poison(), bytes);
  current->open.push_back(copy);
}
extern "C" void emu_copy_commit() {
  current->committed.push_back(std::move(current->open));
  current->open.clear();
}
extern "C" void emu_copy_wait(unsigned groups_left) {
  auto& groups = current->committed;
  while (groups.size() > groups_left) {
    arrive(groups.front());
    groups.erase(groups.begin());
  }
}
extern "C" void emu_copy_wait_all() { finish_copies(*current); }

}  // namespace emu
