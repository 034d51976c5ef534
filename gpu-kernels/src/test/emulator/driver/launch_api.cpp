// cuLaunchKernel, function attributes, occupancy.
#include "../runtime/launch.h"

#include <algorithm>
#include <cstring>

#include "../runtime/settings.h"
#include "api.h"
#include "memory.h"

namespace emu {

/** The arguments of a launch, copied: each at its alignment in one buffer, and the table that points to them. */
struct Arguments {
  std::vector<uint64_t> storage;
  std::vector<void*> table;

  Arguments(const EmuKernel& kernel, void** parameters, const char* packed) {
    std::vector<size_t> offsets;
    size_t end = 0;
    for (unsigned i = 0; i < kernel.parameters; i++) {
      const size_t align = kernel.parameter_alignments[i];
      end = (end + align - 1) / align * align;
      offsets.push_back(end);
      end += kernel.parameter_sizes[i];
    }
    storage.resize(end / 8 + 3);
    char* start = (char*)(((uintptr_t)storage.data() + 15) & ~(uintptr_t)15);
    for (unsigned i = 0; i < kernel.parameters; i++) {
      table.push_back(start + offsets[i]);
      memcpy(table[i], packed ? packed + offsets[i] : parameters[i], kernel.parameter_sizes[i]);
    }
  }
  Arguments(const Arguments&) = delete;
};

static unsigned opt_in_shared() {
  const int cc = Settings::get().compute_capability;
  return (cc >= 90 ? 227u : cc == 86 || cc == 89 ? 99u : 163u) << 10;
}

/** The `extra` of cuLaunchKernel: pairs of a number and a pointer, ended by 0. */
static const char* packed_arguments(void** extra) {
  for (; extra && *extra; extra += 2)
    if (*extra == (void*)1) return (const char*)extra[1];
  return nullptr;
}

int launch(Function* f, EmuIndex grid, EmuIndex block, unsigned shared, void* stream, void** parameters, void** extra, const char* function) {
  if (!is<Function>(f)) return refuse(INVALID_HANDLE, function, "this is no function, or its module was unloaded");
  const EmuKernel& kernel = *f->kernel;
  const std::string name = std::string("kernel ") + kernel.name + ": ";
  if (!grid.x || !grid.y || !grid.z || grid.x > 0x7fffffff || grid.y > 65535 || grid.z > 65535)
    return refuse(INVALID_VALUE, function, name + "grid of " + std::to_string(grid.x) + " x " + std::to_string(grid.y) + " x " + std::to_string(grid.z) + " blocks");
  const uint64_t threads = (uint64_t)block.x * block.y * block.z;
  if (!threads || threads > 1024 || block.z > 64)
    return refuse(INVALID_VALUE, function, name + "block of " + std::to_string(block.x) + " x " + std::to_string(block.y) + " x " + std::to_string(block.z) + " threads");
  if (kernel.max_threads && threads > kernel.max_threads)
    return refuse(OUT_OF_RESOURCES, function, name + std::to_string(threads) + " threads, __launch_bounds__ says " + std::to_string(kernel.max_threads));
  if (shared > f->max_dynamic_shared)
    return refuse(INVALID_VALUE, function, name + std::to_string(shared) + " bytes of dynamic shared memory, allowed are " + std::to_string(f->max_dynamic_shared) +
                                               " (cuFuncSetAttribute MAX_DYNAMIC_SHARED_SIZE_BYTES)");
  const char* packed = packed_arguments(extra);
  if (kernel.parameters && !parameters && !packed) return refuse(INVALID_VALUE, function, name + "it has parameters and none are given");
  auto arguments = std::make_shared<Arguments>(kernel, parameters, packed);
  const EmuKernel* k = &kernel;
  return enqueue(stream, NODE_KERNEL, [=] {
    Launch l;
    l.name = k->name;
    l.body = [k, table = arguments->table.data()] { k->call(table); };
    l.grid = grid;
    l.block = block;
    l.dynamic_shared = shared;
    run(l);
    const std::string overrun = DeviceMemory::get().overrun();
    if (!l.failed && !overrun.empty()) FaultBook::get().write({ILLEGAL_ADDRESS, "out of bounds: in or before kernel " + l.name + " " + overrun});
  }, function);
}

}  // namespace emu

using namespace emu;

EMU_API cuLaunchKernel(Function* f, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void* stream, void** parameters,
                       void** extra) {
  return launch(f, {gx, gy, gz}, {bx, by, bz}, shared, stream, parameters, extra, "cuLaunchKernel");
}

EMU_API cuLaunchHostFunc(void* stream, void (*function)(void*), void* data) {
  return enqueue(stream, NODE_HOST, [=] { function(data); }, "cuLaunchHostFunc");
}

EMU_API cuFuncSetAttribute(Function* f, int attribute, int value) {
  if (!is<Function>(f)) return INVALID_HANDLE;
  if (attribute == 8) {
    if (value < 0 || (unsigned)value > opt_in_shared())
      return refuse(INVALID_VALUE, "cuFuncSetAttribute", std::to_string(value) + " bytes of dynamic shared memory, the device has " + std::to_string(opt_in_shared()));
    f->max_dynamic_shared = (unsigned)value;
    return SUCCESS;
  }
  return attribute == 9 ? SUCCESS : refuse(INVALID_VALUE, "cuFuncSetAttribute", "attribute " + std::to_string(attribute) + " is not emulated");
}
EMU_API cuFuncGetAttribute(int* value, int attribute, Function* f) {
  if (!is<Function>(f)) return INVALID_HANDLE;
  switch (attribute) {
    case 0: *value = f->kernel->max_threads ? (int)f->kernel->max_threads : 1024; return SUCCESS;
    case 1: case 2: case 3: case 7: *value = 0; return SUCCESS;  // static shared, constant, local bytes, cache mode: not known before it runs
    case 4: *value = 32; return SUCCESS;                         // registers: a plausible number
    case 5: case 6: *value = Settings::get().compute_capability; return SUCCESS;
    case 8: *value = (int)f->max_dynamic_shared; return SUCCESS;
    default: return refuse(INVALID_VALUE, "cuFuncGetAttribute", "attribute " + std::to_string(attribute) + " is not emulated");
  }
}
EMU_API cuFuncSetCacheConfig(Function*, int) { return SUCCESS; }

/** Bounded by threads and dynamic shared memory; registers are not known here. */
EMU_API cuOccupancyMaxActiveBlocksPerMultiprocessor(int* blocks, Function* f, int threads, size_t shared) {
  if (!is<Function>(f) || threads < 1 || threads > 1024) return INVALID_VALUE;
  const int by_threads = 2048 / ((threads + 31) / 32 * 32);
  *blocks = (int)std::min<size_t>({32, (size_t)by_threads, (opt_in_shared() + 1024) / (shared + 1024)});
  return SUCCESS;
}
EMU_API cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* blocks, Function* f, int threads, size_t shared, unsigned) {
  return cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, f, threads, shared);
}
