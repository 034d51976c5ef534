// What a kernel sees instead of CUDA's built-in language. NVRTC's stand-in puts it in front of each source.
// It includes nothing of the standard library: header-free kernels may define uint32_t and the like themselves.
#pragma once
#include "runtime_calls.h"
#include "vector_types.h"
#include "language.h"
#include "float_formats.h"
#include "functions.h"
#include "warp.h"
#include "atomics.h"
#include "ptx_registers.h"
#include "ptx_arithmetic.h"
#include "ptx_convert.h"
#include "ptx_memory.h"
#include "ptx_matrix.h"
