// CUDA C++ to C++: what g++ cannot read is rewritten, everything else stays as it is, on its line.
#pragma once

#include <string>

namespace emu {

/**
 * Translates a preprocessed source (with g++'s line markers). Rewritten are asm statements, __shared__ variables and
 * kernels; each kernel gets an entry in the module's table. Throws TranslationError with "file:line: reason".
 */
std::string translate(const std::string& preprocessed);

}  // namespace emu
