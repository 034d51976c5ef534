// cuInit, the one device and its primary context.
#include <atomic>
#include <cstdio>
#include <cstring>
#include <thread>

#include "../runtime/fault.h"
#include "../runtime/settings.h"
#include "api.h"
#include "memory.h"

using namespace emu;

static std::atomic<bool> initialised{false};
static std::atomic<int> retained{0};
static thread_local void* current_context = nullptr;
static int context_object;  // its address is the handle of the one context

namespace emu {

int refuse(int code, const char* function, const std::string& why) {
  fprintf(stderr, "emulator: %s: %s\n", function, why.c_str());
  return code;
}

int device_state(const char* function) {
  if (!initialised) return refuse(NOT_INITIALIZED, function, "cuInit was not called");
  if (!current_context) return refuse(INVALID_CONTEXT, function, "this thread has no current context; call cuCtxSetCurrent in each thread");
  return FaultBook::get().code();
}

}  // namespace emu

EMU_API cuInit(unsigned flags) {
  if (flags) return refuse(INVALID_VALUE, "cuInit", "flags must be 0");
  initialised = true;
  return SUCCESS;
}
EMU_API cuDriverGetVersion(int* version) { return *version = 12060, SUCCESS; }
EMU_API cuDeviceGetCount(int* n) { return *n = 1, initialised ? SUCCESS : NOT_INITIALIZED; }
EMU_API cuDeviceGet(int* device, int ordinal) {
  if (!initialised) return NOT_INITIALIZED;
  if (ordinal) return INVALID_DEVICE;
  return *device = 0, SUCCESS;
}
/** The name changes with the translator and the device headers: programs keep compiled kernels under the name of the card. */
EMU_API cuDeviceGetName(char* name, int length, int) { return snprintf(name, (size_t)length, "Pagestream CUDA emulator " EMU_BUILD), SUCCESS; }
EMU_API cuDeviceGetUuid(void* uuid, int) { return memcpy(uuid, "pagestream-emul8", 16), SUCCESS; }
EMU_API cuDeviceGetPCIBusId(char* id, int length, int) { return snprintf(id, (size_t)length, "0000:00:00.0"), SUCCESS; }
EMU_API cuDeviceTotalMem_v2(size_t* bytes, int) { return *bytes = Settings::get().device_memory, SUCCESS; }
EMU_API cuDeviceComputeCapability(int* major, int* minor, int) {
  *major = Settings::get().compute_capability / 10;
  *minor = Settings::get().compute_capability % 10;
  return SUCCESS;
}

/** CUdevice_attribute: those that a program asks to decide something. */
EMU_API cuDeviceGetAttribute(int* value, int attribute, int) {
  const int cc = Settings::get().compute_capability;
  switch (attribute) {
    case 1: *value = 1024; break;              // threads of a block
    case 2: case 3: *value = 1024; break;      // block x, y
    case 4: *value = 64; break;                // block z
    case 5: *value = 0x7fffffff; break;        // grid x
    case 6: case 7: *value = 65535; break;     // grid y, z
    case 8: *value = 48 << 10; break;          // shared memory of a block without asking for more
    case 9: *value = 64 << 10; break;          // constant memory
    case 10: *value = 32; break;               // warp
    case 11: *value = 0x7fffffff; break;       // pitch
    case 12: *value = 65536; break;            // registers of a block
    case 13: *value = 1000000; break;          // clock, kHz
    case 14: *value = 512; break;              // texture alignment
    case 15: case 19: case 31: case 41: case 95: case 115: *value = 1; break;  // overlap, map host memory, concurrent kernels, unified addresses, cooperative, pools
    case 16: *value = 2; break;                // multiprocessors
    case 17: case 18: case 20: case 32: case 35: case 83: *value = 0; break;   // time limit, integrated, compute mode, ECC, TCC, managed memory
    case 33: case 34: case 50: *value = 0; break;                              // PCI ids
    case 36: *value = 1000000; break;          // memory clock
    case 37: *value = 256; break;              // bus width
    case 38: *value = 4 << 20; break;          // L2 cache
    case 39: *value = cc == 86 || cc == 89 ? 1536 : 2048; break;  // threads of a multiprocessor
    case 40: *value = 2; break;                // copy engines
    case 75: *value = cc / 10; break;
    case 76: *value = cc % 10; break;
    case 78: *value = 1; break;                // stream priorities
    case 81: *value = cc >= 90 ? 228 << 10 : cc == 86 || cc == 89 ? 100 << 10 : 164 << 10; break;  // shared memory of a multiprocessor
    case 82: *value = 65536; break;            // registers of a multiprocessor
    case 97: *value = cc >= 90 ? 227 << 10 : cc == 86 || cc == 89 ? 99 << 10 : 163 << 10; break;   // shared memory of a block, opt in
    case 106: *value = 32; break;              // blocks of a multiprocessor
    case 111: *value = 1 << 10; break;         // reserved shared memory of a block
    default: return refuse(INVALID_VALUE, "cuDeviceGetAttribute", "attribute " + std::to_string(attribute) + " is not emulated; add it to context.cpp");
  }
  return SUCCESS;
}

EMU_API cuDevicePrimaryCtxRetain(void** context, int) {
  if (!initialised) return NOT_INITIALIZED;
  retained++;
  return *context = &context_object, SUCCESS;
}
EMU_API cuDevicePrimaryCtxRelease_v2(int) { return retained.fetch_sub(1) > 0 ? SUCCESS : (retained++, INVALID_CONTEXT); }
/** The way back after a fault. Memory stays allocated, so that a test can tell who forgot to free it. */
EMU_API cuDevicePrimaryCtxReset_v2(int) { return FaultBook::get().clear(), SUCCESS; }
EMU_API cuDevicePrimaryCtxSetFlags_v2(int, unsigned) { return SUCCESS; }
EMU_API cuDevicePrimaryCtxGetState(int, unsigned* flags, int* active) { return *flags = 0, *active = retained > 0, SUCCESS; }
EMU_API cuCtxCreate_v2(void** context, unsigned, int) {
  if (!initialised) return NOT_INITIALIZED;
  return *context = current_context = &context_object, SUCCESS;
}
EMU_API cuCtxDestroy_v2(void*) { return current_context = nullptr, SUCCESS; }
EMU_API cuCtxSetCurrent(void* context) {
  if (context && context != &context_object) return refuse(INVALID_CONTEXT, "cuCtxSetCurrent", "this is no context");
  return current_context = context, SUCCESS;
}
EMU_API cuCtxPushCurrent_v2(void* context) { return cuCtxSetCurrent(context); }
EMU_API cuCtxPopCurrent_v2(void** context) {
  if (context) *context = current_context;
  return current_context = nullptr, SUCCESS;
}
EMU_API cuCtxGetCurrent(void** context) { return *context = current_context, SUCCESS; }
EMU_API cuCtxGetDevice(int* device) { return *device = 0, current_context ? SUCCESS : INVALID_CONTEXT; }
EMU_API cuCtxGetFlags(unsigned* flags) { return *flags = 0, SUCCESS; }
EMU_API cuCtxGetApiVersion(void*, unsigned* version) { return *version = 12060, SUCCESS; }
EMU_API cuCtxGetStreamPriorityRange(int* least, int* greatest) { return *least = 0, *greatest = -5, SUCCESS; }
EMU_API cuCtxSetCacheConfig(int) { return SUCCESS; }
EMU_API cuCtxSetLimit(int, size_t) { return SUCCESS; }
EMU_API cuCtxSynchronize() {
  if (capturing()) return refuse(CAPTURE_UNSUPPORTED, "cuCtxSynchronize", "a stream is being captured");
  return device_state("cuCtxSynchronize");
}
EMU_API cuProfilerStart() { return SUCCESS; }
EMU_API cuProfilerStop() { return SUCCESS; }
