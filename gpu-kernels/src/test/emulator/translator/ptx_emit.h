// Building blocks for the C++ of one instruction.
#pragma once

#include "ptx.h"

namespace emu {

/** True when `s` is one of the types b8..b64, u8..u64, s8..s64, f32, f64. */
bool is_type(const std::string& s);
/** The C++ type in emu_ptx; bits are unsigned. */
std::string type_of(const std::string& s);
int bytes_of(const std::string& type);

/** "emu_ptx::get<T>(emu_r3)" */
std::string value(const Operand& o, const std::string& cpp_type);
/** "emu_ptx::put(emu_r0, expression)" */
std::string assign(const Operand& o, const std::string& expression);
/** The address with its offset, as a 64-bit number. */
std::string address(const Operand& o);

/** Takes the parts that are in `allowed` away from `from`; what stays is what decides. */
std::vector<std::string> without(const std::vector<std::string>& parts, size_t from, const std::set<std::string>& allowed);

std::string emit_matrix(const Instruction& i);
std::string emit_memory(const Instruction& i);
std::string emit_convert(const Instruction& i);
std::string emit_arithmetic(const Instruction& i);
std::string emit_control(const Instruction& i);

}  // namespace emu
