// cp.async: see emu_copy_async in ../device/runtime_calls.h.
#pragma once

#include "block.h"

namespace emu {

/** The copies that a thread never waited for arrive when it leaves the kernel. */
void finish_copies(Thread& t);

}  // namespace emu
