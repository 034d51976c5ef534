// Turns a processor trap inside a kernel (guard page, division by zero) into a fault of the launch. Traps of anybody else
// go to the handler that was there before: the JVM lives on its own traps.
#pragma once

namespace emu {

class Stacks;
void catch_traps();
/** Gives the calling worker a stack on which traps are handled, so that a full kernel stack can be reported. */
void prepare_trap_stack(const Stacks& stacks);

}  // namespace emu
