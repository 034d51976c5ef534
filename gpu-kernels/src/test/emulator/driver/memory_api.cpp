// cuMem*: allocation, copies, fills. Ranges on the device are checked for each copy and fill.
#include "memory.h"

#include <algorithm>
#include <cstring>

#include "../runtime/settings.h"
#include "api.h"

using namespace emu;

static int check_range(CUdeviceptr p, size_t bytes, const char* function) {
  if (bytes == 0 || DeviceMemory::get().holds(p, bytes)) return SUCCESS;
  return refuse(INVALID_VALUE, function, std::to_string(bytes) + " bytes from " + DeviceMemory::get().describe(p) + " are not inside one live allocation");
}

static int allocate(CUdeviceptr* p, size_t bytes, MemoryKind kind, const char* function) {
  if (int code = device_state(function)) return code;
  if (!bytes) return refuse(INVALID_VALUE, function, "0 bytes");
  *p = DeviceMemory::get().allocate(bytes, kind);
  if (*p) return SUCCESS;
  return refuse(OUT_OF_MEMORY, function, std::to_string(bytes) + " bytes on top of " + std::to_string(DeviceMemory::get().live_bytes(kind)) + " live ones, the device has " +
                                             std::to_string(Settings::get().device_memory) + " (PAGESTREAM_EMULATOR_MEMORY)");
}
static int release(CUdeviceptr p, MemoryKind kind, const char* function) {
  if (!p || DeviceMemory::get().release(p, kind)) return SUCCESS;
  return refuse(INVALID_VALUE, function, "no such allocation: " + DeviceMemory::get().describe(p));
}

EMU_API cuMemAlloc_v2(CUdeviceptr* p, size_t bytes) {
  if (capturing()) return refuse(CAPTURE_UNSUPPORTED, "cuMemAlloc", "a stream is being captured");
  return allocate(p, bytes, MemoryKind::DEVICE, "cuMemAlloc");
}
EMU_API cuMemFree_v2(CUdeviceptr p) { return release(p, MemoryKind::DEVICE, "cuMemFree"); }
EMU_API cuMemAllocAsync(CUdeviceptr* p, size_t bytes, void* stream) {
  Stream* s = stream_of(stream);
  if (!s) return INVALID_HANDLE;
  if (s->capture) return refuse(NOT_SUPPORTED, "cuMemAllocAsync", "memory nodes of graphs are not emulated");
  return allocate(p, bytes, MemoryKind::DEVICE, "cuMemAllocAsync");
}
EMU_API cuMemAllocFromPoolAsync(CUdeviceptr* p, size_t bytes, void*, void* stream) { return cuMemAllocAsync(p, bytes, stream); }
EMU_API cuMemFreeAsync(CUdeviceptr p, void* stream) {
  Stream* s = stream_of(stream);
  if (!s) return INVALID_HANDLE;
  if (s->capture) return refuse(NOT_SUPPORTED, "cuMemFreeAsync", "memory nodes of graphs are not emulated");
  return release(p, MemoryKind::DEVICE, "cuMemFreeAsync");
}
// One pool behind all handles: pools differ in speed, not in meaning.
static int pool;
EMU_API cuDeviceGetDefaultMemPool(void** p, int) { return *p = &pool, SUCCESS; }
EMU_API cuDeviceGetMemPool(void** p, int) { return *p = &pool, SUCCESS; }
EMU_API cuMemPoolCreate(void** p, const void*) { return *p = &pool, SUCCESS; }
EMU_API cuMemPoolDestroy(void*) { return SUCCESS; }
EMU_API cuMemPoolTrimTo(void*, size_t) { return SUCCESS; }
EMU_API cuMemPoolSetAttribute(void*, int, void*) { return SUCCESS; }

EMU_API cuMemHostAlloc(void** p, size_t bytes, unsigned) { return allocate((CUdeviceptr*)p, bytes, MemoryKind::HOST, "cuMemHostAlloc"); }
EMU_API cuMemAllocHost_v2(void** p, size_t bytes) { return allocate((CUdeviceptr*)p, bytes, MemoryKind::HOST, "cuMemAllocHost"); }
EMU_API cuMemFreeHost(void* p) { return release((CUdeviceptr)p, MemoryKind::HOST, "cuMemFreeHost"); }
EMU_API cuMemHostGetDevicePointer_v2(CUdeviceptr* d, void* p, unsigned) { return *d = (CUdeviceptr)p, check_range(*d, 1, "cuMemHostGetDevicePointer"); }
EMU_API cuMemHostGetFlags(unsigned* flags, void*) { return *flags = 0, SUCCESS; }
EMU_API cuMemHostRegister_v2(void*, size_t, unsigned) { return SUCCESS; }
EMU_API cuMemHostUnregister(void*) { return SUCCESS; }
EMU_API cuMemGetInfo_v2(size_t* free, size_t* total) {
  *total = Settings::get().device_memory;
  *free = *total - DeviceMemory::get().live_bytes(MemoryKind::DEVICE);
  return device_state("cuMemGetInfo");
}
EMU_API cuMemGetAddressRange_v2(CUdeviceptr* base, size_t* bytes, CUdeviceptr p) {
  Allocation a;
  if (!DeviceMemory::get().find(p, a)) return NOT_FOUND;
  if (base) *base = a.address;
  if (bytes) *bytes = a.bytes;
  return SUCCESS;
}

static int copy(void* to, const void* from, size_t bytes, void* stream, const char* function) {
  return enqueue(stream, NODE_MEMCPY, [=] { memmove(to, from, bytes); }, function);
}
static int copy_now(void* to, const void* from, size_t bytes, const char* function) {
  return run_now([=] { memmove(to, from, bytes); }, function);
}
EMU_API cuMemcpyHtoD_v2(CUdeviceptr d, const void* h, size_t n) {
  if (int code = check_range(d, n, "cuMemcpyHtoD")) return code;
  return copy_now((void*)d, h, n, "cuMemcpyHtoD");
}
EMU_API cuMemcpyDtoH_v2(void* h, CUdeviceptr d, size_t n) {
  if (int code = check_range(d, n, "cuMemcpyDtoH")) return code;
  return copy_now(h, (const void*)d, n, "cuMemcpyDtoH");
}
EMU_API cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t n) {
  if (int code = check_range(to, n, "cuMemcpyDtoD, destination")) return code;
  if (int code = check_range(from, n, "cuMemcpyDtoD, source")) return code;
  return copy_now((void*)to, (const void*)from, n, "cuMemcpyDtoD");
}
EMU_API cuMemcpyHtoDAsync_v2(CUdeviceptr d, const void* h, size_t n, void* stream) {
  if (int code = check_range(d, n, "cuMemcpyHtoDAsync")) return code;
  return copy((void*)d, h, n, stream, "cuMemcpyHtoDAsync");
}
EMU_API cuMemcpyDtoHAsync_v2(void* h, CUdeviceptr d, size_t n, void* stream) {
  if (int code = check_range(d, n, "cuMemcpyDtoHAsync")) return code;
  return copy(h, (const void*)d, n, stream, "cuMemcpyDtoHAsync");
}
EMU_API cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t n, void* stream) {
  if (int code = check_range(to, n, "cuMemcpyDtoDAsync, destination")) return code;
  if (int code = check_range(from, n, "cuMemcpyDtoDAsync, source")) return code;
  return copy((void*)to, (const void*)from, n, stream, "cuMemcpyDtoDAsync");
}
EMU_API cuMemcpy(CUdeviceptr to, CUdeviceptr from, size_t n) { return copy_now((void*)to, (const void*)from, n, "cuMemcpy"); }
EMU_API cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t n, void* stream) { return copy((void*)to, (const void*)from, n, stream, "cuMemcpyAsync"); }

template <class T> static int fill(CUdeviceptr d, T value, size_t n, void* stream, const char* function) {
  if (d % sizeof(T)) return refuse(INVALID_VALUE, function, "address not aligned to the element");
  if (int code = check_range(d, n * sizeof(T), function)) return code;
  return enqueue(stream, NODE_MEMSET, [=] { std::fill_n((T*)d, n, value); }, function);
}
EMU_API cuMemsetD8_v2(CUdeviceptr d, unsigned char v, size_t n) { return fill(d, v, n, nullptr, "cuMemsetD8"); }
EMU_API cuMemsetD16_v2(CUdeviceptr d, unsigned short v, size_t n) { return fill(d, v, n, nullptr, "cuMemsetD16"); }
EMU_API cuMemsetD32_v2(CUdeviceptr d, unsigned v, size_t n) { return fill(d, v, n, nullptr, "cuMemsetD32"); }
EMU_API cuMemsetD8Async(CUdeviceptr d, unsigned char v, size_t n, void* s) { return fill(d, v, n, s, "cuMemsetD8Async"); }
EMU_API cuMemsetD16Async(CUdeviceptr d, unsigned short v, size_t n, void* s) { return fill(d, v, n, s, "cuMemsetD16Async"); }
EMU_API cuMemsetD32Async(CUdeviceptr d, unsigned v, size_t n, void* s) { return fill(d, v, n, s, "cuMemsetD32Async"); }
