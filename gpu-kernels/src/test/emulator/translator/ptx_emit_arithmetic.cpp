// Arithmetic, logic, mov, setp. Names of functions are those of ../device/ptx_arithmetic.h.
#include <map>

#include "ptx_emit.h"

namespace emu {

struct Shape {
  const char* function;
  size_t sources;
  bool templated;                   // over the type of the instruction
  std::set<std::string> modifiers;  // that change nothing here
};

static const std::map<std::string, Shape>& shapes() {
  static const std::set<std::string> F = {"rn", "ftz", "NaN"}, A = {"approx", "ftz"}, LO = {"lo", "wrap"};
  static const std::map<std::string, Shape> table = {
      {"add", {"add", 2, true, F}}, {"sub", {"sub", 2, true, F}}, {"mul", {"mul", 2, true, {"rn", "ftz", "lo"}}}, {"div", {"div", 2, true, {"rn", "ftz", "full", "approx"}}},
      {"rem", {"rem", 2, true, {}}}, {"mad", {"mad", 3, true, {"lo"}}}, {"fma", {"fma", 3, false, F}}, {"min", {"min", 2, false, {"ftz"}}}, {"max", {"max", 2, false, {"ftz"}}},
      {"neg", {"neg", 1, true, {"ftz"}}}, {"abs", {"abs", 1, false, {"ftz"}}}, {"and", {"and_", 2, true, {}}}, {"or", {"or_", 2, true, {}}}, {"xor", {"xor_", 2, true, {}}},
      {"not", {"not_", 1, true, {}}}, {"popc", {"popc", 1, false, {}}}, {"clz", {"clz", 1, false, {}}}, {"brev", {"brev", 1, false, {}}}, {"prmt", {"prmt", 3, false, {}}},
      {"lop3", {"lop3", 4, false, {}}}, {"bfe", {"bfe", 3, false, {}}}, {"bfi", {"bfi", 4, false, {}}},
      {"ex2", {"ex2", 1, false, A}}, {"lg2", {"lg2", 1, false, A}}, {"rcp", {"rcp", 1, false, {"approx", "ftz", "rn"}}}, {"rsqrt", {"rsqrt", 1, false, A}},
      {"sqrt", {"sqrt", 1, false, {"approx", "ftz", "rn"}}}, {"sin", {"sin", 1, false, A}}, {"cos", {"cos", 1, false, A}}, {"tanh", {"tanh", 1, false, {"approx"}}},
  };
  return table;
}

static std::string call(const Instruction& i, const Shape& s) {
  auto parts = without(i.parts, 1, s.modifiers);
  if (parts.size() != 1 || !is_type(parts[0]) || i.operands.size() != s.sources + 1) unknown(i);
  const std::string type = type_of(parts[0]);
  static const std::set<std::string> f32_only = {"ex2", "lg2", "rcp", "rsqrt", "sqrt", "sin", "cos", "tanh"}, b32_only = {"prmt", "lop3", "bfe", "bfi", "brev", "clz"};
  if (f32_only.count(i.parts[0]) && parts[0] != "f32") unknown(i);
  if (b32_only.count(i.parts[0]) && parts[0] != "b32" && parts[0] != "u32") unknown(i);
  std::string arguments;
  for (size_t k = 1; k <= s.sources; k++) arguments += (k > 1 ? ", " : "") + value(i.operands[k], type);
  return assign(i.operands[0], "emu_ptx::" + std::string(s.function) + (s.templated && parts[0].find("x2") == std::string::npos ? "<" + type + ">" : "") + "(" + arguments + ")");
}

/** mov of a register, of a special register, and packing and unpacking of vectors. */
static std::string move(const Instruction& i) {
  if (i.parts.size() != 2 || !is_type(i.parts[1]) || i.operands.size() != 2) unknown(i);
  const Operand &to = i.operands[0], &from = i.operands[1];
  const std::string type = i.parts[1] == "pred" ? "bool" : type_of(i.parts[1]);
  if (from.kind == Operand::VECTOR) {
    const int bits = 8 * bytes_of(i.parts[1]) / (int)from.elements.size();
    std::string sum = "emu_ptx::u64(0)";
    for (size_t k = 0; k < from.elements.size(); k++)
      sum += " | (emu_ptx::u64)" + value(from.elements[k], "emu_ptx::u" + std::to_string(bits)) + " << " + std::to_string((int)k * bits);
    return assign(to, "(" + type_of("b" + std::to_string(8 * bytes_of(i.parts[1]))) + ")(" + sum + ")");
  }
  if (to.kind == Operand::VECTOR) {
    const int bits = 8 * bytes_of(i.parts[1]) / (int)to.elements.size();
    std::string out = "const emu_ptx::u64 emu_v = " + value(from, type_of("b" + std::to_string(8 * bytes_of(i.parts[1])))) + "; ";
    for (size_t k = 0; k < to.elements.size(); k++)
      out += assign(to.elements[k], "(emu_ptx::u" + std::to_string(bits) + ")(emu_v >> " + std::to_string((int)k * bits) + ")") + "; ";
    return out;
  }
  return assign(to, value(from, type));
}

/** setp.CMP.TYPE p, a, b */
static std::string compare(const Instruction& i) {
  auto parts = without(i.parts, 1, {"ftz"});
  static const std::map<std::string, std::string> signs = {{"eq", "=="}, {"ne", "!="}, {"lt", "<"}, {"le", "<="}, {"gt", ">"}, {"ge", ">="}, {"lo", "<"}, {"ls", "<="}, {"hi", ">"}, {"hs", ">="}};
  if (parts.size() != 2 || !signs.count(parts[0]) || !is_type(parts[1]) || i.operands.size() != 3 || i.operands[0].kind != Operand::REGISTER) unknown(i);
  // An unordered operand makes each of them false; C++ agrees but for !=.
  if (parts[0] == "ne" && parts[1][0] == 'f') unknown(i);
  return assign(i.operands[0], "(" + value(i.operands[1], type_of(parts[1])) + " " + signs.at(parts[0]) + " " + value(i.operands[2], type_of(parts[1])) + ")");
}

static std::string shift(const Instruction& i) {
  if (i.parts.size() != 2 || !is_type(i.parts[1]) || i.operands.size() != 3) unknown(i);
  const std::string type = type_of(i.parts[1]);
  return assign(i.operands[0], "emu_ptx::" + i.parts[0] + "<" + type + ">(" + value(i.operands[1], type) + ", " + value(i.operands[2], "emu_ptx::u32") + ")");
}

static std::string select(const Instruction& i) {
  if (i.parts.size() != 2 || !is_type(i.parts[1]) || i.operands.size() != 4) unknown(i);
  const std::string type = type_of(i.parts[1]);
  return assign(i.operands[0], "emu_ptx::selp<" + type + ">(" + value(i.operands[1], type) + ", " + value(i.operands[2], type) + ", " + value(i.operands[3], "bool") + ")");
}

/** mul.wide and mad.wide: twice as many bits come out as go in. */
static std::string wide(const Instruction& i) {
  const bool add = i.parts[0] == "mad";
  if (i.parts.size() != 3 || (i.parts[2] != "u32" && i.parts[2] != "s32") || i.operands.size() != (add ? 4u : 3u)) unknown(i);
  const std::string narrow = type_of(i.parts[2]), big = i.parts[2] == "u32" ? "emu_ptx::u64" : "emu_ptx::s64";
  return assign(i.operands[0], "(" + big + ")" + value(i.operands[1], narrow) + " * (" + big + ")" + value(i.operands[2], narrow) + (add ? " + " + value(i.operands[3], big) : ""));
}

static std::string dot_product(const Instruction& i) {
  if (i.parts.size() != 3 || i.operands.size() != 4) unknown(i);
  auto byte = [&](const std::string& t) { return t == "s32" ? "signed char" : t == "u32" ? "unsigned char" : (unknown(i), ""); };
  return assign(i.operands[0], std::string("emu_ptx::dp4a<") + byte(i.parts[1]) + ", " + byte(i.parts[2]) + ">(" + value(i.operands[1], "emu_ptx::u32") + ", " +
                                   value(i.operands[2], "emu_ptx::u32") + ", " + value(i.operands[3], "emu_ptx::s32") + ")");
}

std::string emit_arithmetic(const Instruction& i) {
  const std::string& op = i.parts[0];
  if (op == "mov") return move(i);
  if (op == "setp") return compare(i);
  if (op == "shl" || op == "shr") return shift(i);
  if (op == "selp") return select(i);
  if (op == "dp4a") return dot_product(i);
  if ((op == "mul" || op == "mad") && i.parts.size() > 1 && i.parts[1] == "wide") return wide(i);
  auto shape = shapes().find(op);
  if (shape == shapes().end()) unknown(i);
  return call(i, shape->second);
}

}  // namespace emu
