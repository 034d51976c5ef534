// Runs the blocks of a launch on the worker threads.
#pragma once

#include "block.h"

namespace emu {

/** Returns when all blocks are done or one has failed. Launches of several callers run one after the other. */
void run(Launch& launch);

}  // namespace emu
