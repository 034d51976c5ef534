// From CUDA C++ to a shared object: preprocess, translate, compile, each a child process of g++ but the second.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace emu {

struct Source {
  std::string name, text;
  std::map<std::string, std::string> headers;
};

struct Compiled {
  bool ok = false;
  std::string image;  // bytes of the shared object
  std::string log;
};

/** `options` as for NVRTC: -D, -I, -U, --std, --gpu-architecture; the rest changes speed only. */
Compiled compile(const Source& source, const std::vector<std::string>& options);

}  // namespace emu
