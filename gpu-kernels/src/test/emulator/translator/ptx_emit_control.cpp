// Barriers, fences, warp collectives written as PTX.
#include <map>

#include "ptx_emit.h"

namespace emu {

static std::string u32(const Operand& o) { return value(o, "emu_ptx::u32"); }

static std::string barrier(const Instruction& i) {
  auto parts = without(i.parts, 1, {"cta", "aligned"});
  if (parts.size() == 2 && parts[0] == "warp" && parts[1] == "sync" && i.operands.size() == 1) return "emu_sync_warp(" + u32(i.operands[0]) + ")";
  if (parts.size() != 1 || (parts[0] != "sync" && parts[0] != "arrive") || i.operands.empty() || i.operands.size() > 2) unknown(i);
  if (parts[0] == "arrive" && i.operands.size() != 2) unknown(i);
  return "emu_barrier(" + u32(i.operands[0]) + ", " + (i.operands.size() == 2 ? u32(i.operands[1]) : "0") + ", " + (parts[0] == "sync" ? "true" : "false") + ")";
}

/** shfl.sync.MODE.b32 d[|p], a, b, c, mask: c holds the clamp and, from bit 8 on, the mask of the segment. */
static std::string shuffle(const Instruction& i) {
  static const std::map<std::string, int> modes = {{"idx", 0}, {"up", 1}, {"down", 2}, {"bfly", 3}};
  if (i.parts.size() != 4 || i.parts[1] != "sync" || !modes.count(i.parts[2]) || i.parts[3] != "b32" || i.operands.size() != 5) unknown(i);
  if (i.operands[0].kind == Operand::VECTOR || i.operands[3].kind != Operand::NUMBER) unknown(i);
  const unsigned long c = std::stoul(i.operands[3].text, nullptr, 0);
  const unsigned width = 32 - (unsigned)(c >> 8 & 31);
  if ((c & 31) != (i.parts[2] == "up" ? 0u : 31u)) unknown(i);
  return assign(i.operands[0], "(emu_ptx::u32)emu_shuffle(" + u32(i.operands[4]) + ", " + u32(i.operands[1]) + ", (int)" + u32(i.operands[2]) + ", " + std::to_string(width) + ", " +
                                   std::to_string(modes.at(i.parts[2])) + ")");
}

static std::string vote(const Instruction& i) {
  if (i.parts.size() != 4 || i.parts[1] != "sync" || i.operands.size() != 3) unknown(i);
  const std::string p = value(i.operands[1], "bool"), mask = u32(i.operands[2]);
  if (i.parts[2] == "ballot" && i.parts[3] == "b32") return assign(i.operands[0], "emu_ballot(" + mask + ", " + p + ")");
  if (i.parts[2] == "any" && i.parts[3] == "pred") return assign(i.operands[0], "(emu_ballot(" + mask + ", " + p + ") != 0)");
  if (i.parts[2] == "all" && i.parts[3] == "pred") return assign(i.operands[0], "(emu_ballot(" + mask + ", !" + p + ") == 0)");
  unknown(i);
}

static std::string reduce(const Instruction& i) {
  static const std::map<std::string, int> operations = {{"add", 0}, {"min", 1}, {"max", 2}, {"and", 3}, {"or", 4}, {"xor", 5}};
  if (i.parts.size() != 4 || i.parts[1] != "sync" || !operations.count(i.parts[2]) || i.operands.size() != 3) unknown(i);
  const bool is_signed = i.parts[3] == "s32";
  if (!is_signed && i.parts[3] != "u32" && i.parts[3] != "b32") unknown(i);
  return assign(i.operands[0], "emu_reduce(" + u32(i.operands[2]) + ", " + u32(i.operands[1]) + ", " + std::to_string(operations.at(i.parts[2])) + (is_signed ? ", true)" : ", false)"));
}

std::string emit_control(const Instruction& i) {
  const std::string& op = i.parts[0];
  if (op == "bar" || op == "barrier") return barrier(i);
  if (op == "shfl") return shuffle(i);
  if (op == "vote") return vote(i);
  if (op == "redux") return reduce(i);
  if (op == "activemask" && i.operands.size() == 1) return assign(i.operands[0], "emu_active_mask()");
  if (op == "nanosleep" || op == "griddepcontrol") return "(void)0";
  if (op == "trap") return "emu_fault(\"trap\")";
  static const std::set<std::string> scopes = {"sc", "acq_rel", "acquire", "release", "cta", "gpu", "sys", "cluster", "gl"};
  if ((op == "fence" || op == "membar") && without(i.parts, 1, scopes).empty()) return "__threadfence()";
  unknown(i);
}

}  // namespace emu
