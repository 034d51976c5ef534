#include "compile.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "../translator/text.h"
#include "../translator/translate.h"

namespace emu {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& p) {
  std::ifstream in(p, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const fs::path& p, const std::string& text) { std::ofstream(p, std::ios::binary) << text; }

/** Where this library lies; libcuda.so.1 and the folder "device" lie beside it. */
fs::path home() {
  Dl_info info;
  dladdr((const void*)&compile, &info);
  return fs::absolute(info.dli_fname).parent_path();
}

/** A folder that goes with the compilation. */
struct Workplace {
  fs::path path;
  Workplace() {
    std::string name = (fs::temp_directory_path() / "emulator-XXXXXX").string();
    if (!mkdtemp(name.data())) throw TranslationError("no temporary folder " + name);
    path = name;
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

/** Runs g++ in the folder; its messages go to the log. */
bool run_compiler(const fs::path& folder, const std::vector<std::string>& arguments, std::string& log) {
  const pid_t child = fork();
  if (child < 0) throw TranslationError("g++ could not be started");
  if (child == 0) {
    std::vector<char*> argv;
    for (auto& a : arguments) argv.push_back(const_cast<char*>(a.c_str()));
    argv.push_back(nullptr);
    const int file = open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, 1);
    dup2(file, 2);
    if (chdir(folder.c_str()) == 0) execvp(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  log += read(folder / "log");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) log += "g++ is not on the PATH; the emulator compiles kernels with it\n";
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/** Macros and include folders for the preprocessor; __CUDA_ARCH__ from sm_80, compute_90a and the like. */
std::vector<std::string> preprocessor_options(const std::vector<std::string>& options) {
  std::vector<std::string> out;
  std::string arch = "52";
  for (size_t i = 0; i < options.size(); i++) {
    std::string o = options[i];
    for (const char* takes_value : {"-D", "-I", "-U", "--define-macro", "--include-path", "--gpu-architecture", "-arch", "--std", "-std"})
      if (o == takes_value && i + 1 < options.size()) o += (o.size() > 2 ? "=" : "") + options[++i];
    const size_t equals = o.find('=');
    if (starts_with(o, "--define-macro=")) out.push_back("-D" + o.substr(15));
    else if (starts_with(o, "--include-path=")) out.push_back("-I" + fs::absolute(o.substr(15)).string());
    else if (starts_with(o, "-I")) out.push_back("-I" + fs::absolute(trim(o.substr(2))).string());
    else if (starts_with(o, "-D") || starts_with(o, "-U")) out.push_back(o);
    else if (starts_with(o, "--gpu-architecture=") || starts_with(o, "-arch=")) {
      const size_t digit = o.find_first_of("0123456789", equals);
      if (digit == std::string::npos) throw TranslationError("the option '" + o + "' names no architecture like sm_80");
      arch = o.substr(digit, o.find_first_not_of("0123456789", digit) - digit);
    }
  }
  out.push_back("-D__CUDA_ARCH__=" + arch + "0");
  return out;
}

std::vector<std::string> joined(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

Compiled compile(const Source& source, const std::vector<std::string>& options) {
  Compiled result;
  try {
    Workplace place;
    const std::string name = source.name.empty() ? "default_program" : fs::path(source.name).filename().string();
    write(place.path / name, source.text);
    for (auto& header : source.headers) {
      fs::create_directories((place.path / header.first).parent_path());
      write(place.path / header.first, header.second);
    }
    const std::vector<std::string> preprocess = {"g++", "-E", "-x", "c++", "-std=c++17", "-nostdinc", "-I.", "-DPAGESTREAM_EMULATOR=1", "-D__CUDACC__", "-D__CUDACC_RTC__",
                                                 "-o", "preprocessed.cpp", name};
    if (!run_compiler(place.path, joined(preprocess, preprocessor_options(options)), result.log)) return result;
    write(place.path / "kernel.cpp", "#include \"emulator.h\"\n" + translate(read(place.path / "preprocessed.cpp")));
    const fs::path here = home();
    // -fno-gnu-unique: a module can be unloaded and another one loaded in its place.
    // Products and sums are rounded one by one (fmaf is fused), and checked accesses are reported by runtime/sanitizer.cpp.
    const std::vector<std::string> command = {"g++", "-x", "c++", "-std=c++17", "-O2", "-march=native", "-ffp-contract=off", "-fno-strict-aliasing", "-fno-gnu-unique", "-w", "-g1", "-fpermissive",
                                              "-fsanitize=alignment,bounds", "-fPIC", "-shared", "-I" + (here / "device").string(), "-o", "image", "kernel.cpp",
                                              "-x", "none", (here / "libcuda.so.1").string()};
    if (const char* keep = getenv("PAGESTREAM_EMULATOR_KEEP")) fs::copy(place.path / "kernel.cpp", fs::path(keep) / (name + ".cpp"), fs::copy_options::overwrite_existing);
    if (!run_compiler(place.path, command, result.log)) return result;
    result.image = read(place.path / "image");
    result.ok = !result.image.empty();
  } catch (const std::exception& e) {
    result.log += std::string(e.what()) + "\n";
  }
  return result;
}

}  // namespace emu
