// mma.sync, ldmatrix, stmatrix.
#include <map>

#include "ptx_emit.h"

namespace emu {

static std::string list(const std::vector<Operand>& elements) {
  std::string out;
  for (auto& e : elements) out += (out.empty() ? "" : ", ") + e.text;
  return out;
}

/** A vector of n registers; a single register may stand without braces. */
static std::vector<Operand> registers(const Instruction& i, size_t operand, size_t n) {
  const Operand& o = i.operands[operand];
  const std::vector<Operand> r = o.kind == Operand::VECTOR ? o.elements : std::vector<Operand>{o};
  for (auto& e : r)
    if (e.kind != Operand::REGISTER) throw TranslationError("'" + i.name + "': operand " + std::to_string(operand) + " should hold registers");
  if (r.size() != n)
    throw TranslationError("'" + i.name + "': operand " + std::to_string(operand) + " has " + std::to_string(r.size()) + " registers, expected " + std::to_string(n));
  return r;
}

static std::string gather(const std::string& name, const std::vector<Operand>& r) {
  return "emu_ptx::registers<" + std::to_string(r.size()) + "> " + name + "(" + list(r) + "); ";
}

/** mma.sync.aligned.m16n8kK.row.col.D.A.B.C with f32 accumulators, or s32 for s8. */
static std::string multiply(const Instruction& i) {
  auto parts = without(i.parts, 1, {"sync", "aligned", "row", "col", "kind::f8f6f4"});
  if (parts.size() != 5 || i.operands.size() != 4 || parts[2] != parts[3] || !starts_with(parts[0], "m16n8k")) unknown(i);
  struct Kind { int number, bits; std::set<int> k; const char* accumulator; };
  static const std::map<std::string, Kind> kinds = {{"bf16", {0, 16, {8, 16}, "f32"}}, {"f16", {1, 16, {8, 16}, "f32"}}, {"tf32", {2, 32, {4, 8}, "f32"}},
                                                    {"e4m3", {3, 8, {16, 32}, "f32"}}, {"e5m2", {4, 8, {16, 32}, "f32"}}, {"s8", {5, 8, {16, 32}, "s32"}}};
  auto kind = kinds.find(parts[2]);
  const int k = std::stoi("0" + parts[0].substr(6));
  if (kind == kinds.end() || !kind->second.k.count(k) || parts[1] != kind->second.accumulator || parts[4] != parts[1]) unknown(i);
  const size_t a = (size_t)(16 * k * kind->second.bits / 1024), b = (size_t)(8 * k * kind->second.bits / 1024);
  const auto d = registers(i, 0, 4);
  return gather("emu_a", registers(i, 1, a)) + gather("emu_b", registers(i, 2, b)) + gather("emu_c", registers(i, 3, 4)) +
         "emu_ptx::u32 emu_d[4]; emu_matrix_multiply(" + std::to_string(kind->second.number) + ", " + std::to_string(k) +
         ", emu_d, emu_a.value, emu_b.value, emu_c.value); emu_ptx::put_all(emu_d, " + list(d) + ")";
}

/** ldmatrix.sync.aligned.m8n8.xN[.trans].shared[::cta].b16, and stmatrix the other way. */
static std::string move(const Instruction& i, bool load) {
  auto parts = without(i.parts, 1, {"sync", "aligned", "trans", "shared", "shared::cta"});
  static const std::map<std::string, size_t> counts = {{"x1", 1}, {"x2", 2}, {"x4", 4}};
  if (parts.size() != 3 || parts[0] != "m8n8" || !counts.count(parts[1]) || parts[2] != "b16" || i.operands.size() != 2) unknown(i);
  const bool transposed = without(i.parts, 1, {"trans"}).size() + 1 != i.parts.size();
  const size_t n = counts.at(parts[1]);
  const auto r = registers(i, load ? 0 : 1, n);
  const std::string tail = "(emu_ptx::u32)" + address(i.operands[load ? 1 : 0]) + ", " + std::to_string(n) + ", " + (transposed ? "true" : "false") + ")";
  if (!load) return gather("emu_a", r) + "emu_store_matrix(emu_a.value, " + tail;
  return "emu_ptx::u32 emu_d[4]; emu_load_matrix(emu_d, " + tail + "; emu_ptx::put_all(emu_d, " + list(r) + ")";
}

std::string emit_matrix(const Instruction& i) {
  if (i.parts.size() < 3 || i.parts[1] != "sync" || i.parts[2] != "aligned") unknown(i);
  if (i.parts[0] == "mma") return multiply(i);
  if (i.parts[0] == "ldmatrix") return move(i, true);
  if (i.parts[0] == "stmatrix") return move(i, false);
  unknown(i);
}

}  // namespace emu
