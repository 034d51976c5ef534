// cuModule*: an image is the shared object that the stand-in of NVRTC made. It is loaded from a file without a name.
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>

#include "../runtime/settings.h"
#include "api.h"

namespace emu {

struct Module : Handle<Module> {
  static constexpr uint64_t MARK = 0x656c75646f756d65;
  void* library;
  int file;  // open as long as the module lives: dlopen takes a second file under the same name for the first one
  std::map<std::string, std::unique_ptr<Function>> functions;
};

/** The length of an ELF file whose section headers stand last, as ld writes it; 0 for anything else. */
static size_t image_bytes(const void* image) {
  Elf64_Ehdr header;
  memcpy(&header, image, sizeof header);
  if (memcmp(header.e_ident, ELFMAG, SELFMAG) || header.e_machine != EM_X86_64) return 0;
  return header.e_shoff + (size_t)header.e_shentsize * header.e_shnum;
}

static bool write_all(int file, const char* from, size_t bytes) {
  while (bytes) {
    ssize_t n = write(file, from, bytes);
    if (n <= 0) return false;
    from += n;
    bytes -= (size_t)n;
  }
  return true;
}

static int load(void** module, const void* image, const char* function) {
  if (int code = device_state(function)) return code;
  const size_t bytes = image && !memcmp(image, ELFMAG, SELFMAG) ? image_bytes(image) : 0;
  if (!bytes) return refuse(INVALID_IMAGE, function, "expected what the emulator's nvrtcGetCUBIN returned, found something else (a card's cubin, or PTX text)");
  int file = memfd_create("emulated-module", MFD_CLOEXEC);
  if (file < 0 || !write_all(file, (const char*)image, bytes)) return refuse(INVALID_IMAGE, function, strerror(errno));
  void* library = dlopen(("/proc/self/fd/" + std::to_string(file)).c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    close(file);
    return refuse(INVALID_IMAGE, function, dlerror());
  }
  auto* m = new Module;
  m->library = library;
  m->file = file;
  *module = m;
  return SUCCESS;
}

}  // namespace emu

using namespace emu;

EMU_API cuModuleLoadData(void** module, const void* image) { return load(module, image, "cuModuleLoadData"); }
EMU_API cuModuleLoadDataEx(void** module, const void* image, unsigned, void*, void*) { return load(module, image, "cuModuleLoadDataEx"); }
EMU_API cuModuleLoadFatBinary(void** module, const void* image) { return load(module, image, "cuModuleLoadFatBinary"); }
EMU_API cuModuleLoad(void** module, const char* path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return refuse(FILE_NOT_FOUND, "cuModuleLoad", path);
  std::string image((std::istreambuf_iterator<char>(in)), {});
  image.resize(std::max(image.size(), sizeof(Elf64_Ehdr)));
  return load(module, image.data(), "cuModuleLoad");
}
EMU_API cuModuleUnload(void* module) {
  if (!is<Module>(module)) return INVALID_HANDLE;
  dlclose(((Module*)module)->library);
  close(((Module*)module)->file);
  delete (Module*)module;
  return SUCCESS;
}
EMU_API cuModuleGetLoadingMode(int* mode) { return *mode = 1, SUCCESS; }

EMU_API cuModuleGetFunction(void** function, void* module, const char* name) {
  if (!is<Module>(module)) return refuse(INVALID_HANDLE, "cuModuleGetFunction", "this is no module");
  auto* m = (Module*)module;
  auto* kernel = (const EmuKernel*)dlsym(m->library, (std::string("emu_kernel_") + name).c_str());
  if (!kernel) return refuse(NOT_FOUND, "cuModuleGetFunction", std::string("the module has no extern \"C\" kernel '") + name + "'");
  auto& f = m->functions[name];
  if (!f) {
    f.reset(new Function);
    f->kernel = kernel;
  }
  return *function = f.get(), SUCCESS;
}

EMU_API cuModuleGetGlobal_v2(CUdeviceptr* address, size_t* bytes, void* module, const char* name) {
  if (!is<Module>(module)) return INVALID_HANDLE;
  void* p = dlsym(((Module*)module)->library, name);
  Dl_info info;
  const Elf64_Sym* symbol = nullptr;
  if (!p || !dladdr1(p, &info, (void**)&symbol, RTLD_DL_SYMENT) || !symbol) return NOT_FOUND;
  if (address) *address = (CUdeviceptr)p;
  if (bytes) *bytes = symbol->st_size;
  return SUCCESS;
}
