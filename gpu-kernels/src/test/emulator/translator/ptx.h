// PTX instructions as they stand in inline assembly, and their translation to C++.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "text.h"

namespace emu {

/** One operand. C++ names stand for registers already. */
struct Operand {
  enum Kind { REGISTER, NUMBER, VECTOR, ADDRESS, SPECIAL, SINK } kind;
  std::string text;               // REGISTER: C++ name, NUMBER: C++ literal, SPECIAL: name without %, ADDRESS: register or number
  std::string offset = "0";       // ADDRESS
  std::vector<Operand> elements;  // VECTOR, and the two halves of a|b
  bool negated = false;           // !p
};

struct Instruction {
  std::string name;                // "ld.global.v4.f32"
  std::vector<std::string> parts;  // "ld", "global", "v4", "f32"
  std::vector<Operand> operands;
  std::string predicate;           // a C++ expression, or empty
};

/**
 * The C++ statements for the text of an asm statement. Register %N becomes emu_rN. Throws TranslationError for an
 * instruction that is not known; the message names it.
 */
std::string translate_ptx(const std::string& text);

/** The C++ statement of one instruction, without its predicate. */
std::string translate_instruction(const Instruction& instruction);

[[noreturn]] void unknown(const Instruction& instruction);

}  // namespace emu
