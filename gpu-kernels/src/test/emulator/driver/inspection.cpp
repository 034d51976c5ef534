// What only tests call: see io.pagestream.gpu.emulator.Emulator.
#include <cstdio>
#include <cstring>

#include "../runtime/fault.h"
#include "../runtime/settings.h"
#include "api.h"
#include "memory.h"

using namespace emu;

/** kind 0: device memory, 1: pinned memory of the host. */
extern "C" long emulator_live_bytes(int kind) { return (long)DeviceMemory::get().live_bytes(kind ? MemoryKind::HOST : MemoryKind::DEVICE); }
EMU_API emulator_fault(char* text, size_t bytes) {
  snprintf(text, bytes, "%s", FaultBook::get().text().c_str());
  return FaultBook::get().code();
}
EMU_API emulator_set_schedule(unsigned schedule) { return Settings::get().schedule = schedule, SUCCESS; }

/** For libcublas: work on a stream that may be captured. `release` is called when nobody needs `data` any more. */
EMU_API emulator_enqueue(void* stream, void (*work)(void*), void* data, void (*release)(void*)) {
  std::shared_ptr<void> owned(data, release);
  return enqueue(stream, NODE_KERNEL, [=] { work(owned.get()); }, "cublas");
}
EMU_API emulator_check_range(CUdeviceptr p, size_t bytes, const char* what) {
  if (DeviceMemory::get().holds(p, bytes)) return SUCCESS;
  return refuse(INVALID_VALUE, what, std::to_string(bytes) + " bytes from " + DeviceMemory::get().describe(p) + " are not inside one live allocation");
}
