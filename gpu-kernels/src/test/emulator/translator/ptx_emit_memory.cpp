// ld, st, atom, red, cp.async, prefetch, cvta. Hints for caches change speed only and are read over.
#include <algorithm>

#include "ptx_emit.h"

namespace emu {

static const std::set<std::string> HINTS = {"ca", "cg", "cs", "lu", "cv", "wb", "wt", "nc", "volatile", "weak", "relaxed", "acquire", "release", "acq_rel", "cta", "gpu", "sys", "cluster",
                                            "L1::no_allocate", "L1::evict_first", "L1::evict_last", "L1::evict_normal", "L1::evict_unchanged", "L2::evict_first",
                                            "L2::evict_last", "L2::evict_normal", "L2::cache_hint", "L2::64B", "L2::128B", "L2::256B", "noftz"};

/** Takes the state space out of the parts; without one the address is generic. */
static std::string space_of(std::vector<std::string>& parts) {
  for (size_t k = 0; k < parts.size(); k++) {
    const bool shared = parts[k] == "shared" || parts[k] == "shared::cta";
    if (!shared && parts[k] != "global" && parts[k] != "const") continue;
    parts.erase(parts.begin() + (long)k);
    return shared ? "shared" : "global";
  }
  return "global";
}

static std::string pointer(const Instruction& i, const std::string& space, const Operand& a, int bytes) {
  return "char* emu_p = emu_ptx::memory<emu_ptx::" + space + ">(" + address(a) + ", " + std::to_string(bytes) + ", \"" + i.name + ": misaligned, the address\"); ";
}

static std::string load_or_store(const Instruction& i, bool load) {
  auto parts = without(i.parts, 1, HINTS);
  const std::string space = space_of(parts);
  int n = 1;
  if (!parts.empty() && (parts[0] == "v2" || parts[0] == "v4")) {
    n = parts[0][1] - '0';
    parts.erase(parts.begin());
  }
  if (parts.size() != 1 || !is_type(parts[0]) || parts[0] == "pred" || i.operands.size() < 2 || i.operands.size() > 3) unknown(i);
  const Operand& data = i.operands[load ? 0 : 1];
  const std::vector<Operand> registers = n > 1 ? data.elements : std::vector<Operand>{data};
  if ((int)registers.size() != n) throw TranslationError("'" + i.name + "': expected " + std::to_string(n) + " registers");
  const std::string type = type_of(parts[0]);
  std::string out = pointer(i, space, i.operands[load ? 1 : 0], n * bytes_of(parts[0]));
  for (int k = 0; k < n; k++) {
    const std::string at = "emu_p, " + std::to_string(k);
    out += (load ? assign(registers[(size_t)k], "emu_ptx::load<" + type + ">(" + at + ")") : "emu_ptx::store<" + type + ">(" + at + ", " + value(registers[(size_t)k], type) + ")") + "; ";
  }
  return out;
}

static std::string atomic(const Instruction& i, bool has_result) {
  auto parts = without(i.parts, 1, HINTS);
  const std::string space = space_of(parts);
  static const std::set<std::string> operations = {"add", "min", "max", "and", "or", "xor", "exch", "cas"};
  if (parts.size() != 2 || !operations.count(parts[0]) || !is_type(parts[1]) || bytes_of(parts[1]) < 4) unknown(i);
  const std::string type = type_of(parts[1]);
  const size_t a = has_result ? 1 : 0;
  if (i.operands.size() != a + (parts[0] == "cas" ? 3 : 2)) unknown(i);
  std::string call = "emu_ptx::atom_" + parts[0] + "<" + type + ">(emu_p, " + value(i.operands[a + 1], type);
  if (parts[0] == "cas") call += ", " + value(i.operands[a + 2], type);
  call += ")";
  return pointer(i, space, i.operands[a], bytes_of(parts[1])) + (has_result ? assign(i.operands[0], call) : call);
}

static std::string copy_async(const Instruction& i) {
  const auto& p = i.parts;
  if (p.size() == 3 && p[2] == "commit_group" && i.operands.empty()) return "emu_copy_commit()";
  if (p.size() == 3 && p[2] == "wait_all" && i.operands.empty()) return "emu_copy_wait_all()";
  if (p.size() == 3 && p[2] == "wait_group" && i.operands.size() == 1) return "emu_copy_wait(" + value(i.operands[0], "emu_ptx::u32") + ")";
  if (p.size() < 5 || (p[2] != "ca" && p[2] != "cg") || (p[3] != "shared" && p[3] != "shared::cta") || p[4] != "global") unknown(i);
  if (!without(p, 5, HINTS).empty()) unknown(i);
  const bool policy = std::find(p.begin(), p.end(), "L2::cache_hint") != p.end();  // one more operand, the policy
  const size_t n = i.operands.size() - (policy ? 1 : 0);
  if (n < 3 || n > 4 || i.operands[2].kind == Operand::VECTOR) unknown(i);
  const std::string bytes = value(i.operands[2], "emu_ptx::u32");
  const std::string have = n == 4 ? value(i.operands[3], "emu_ptx::u32") : bytes;
  return std::string("emu_ptx::copy_async") + (p[2] == "cg" ? "<16, 16>" : "<4, 16>") + "((emu_ptx::u32)" + address(i.operands[0]) + ", " + address(i.operands[1]) + ", " + bytes + ", " +
         have + ")";
}

/** cvta[.to].SPACE.u64 d, a: only shared addresses differ from generic ones. */
static std::string convert_address(const Instruction& i) {
  auto parts = i.parts;
  const bool to = parts.size() > 1 && parts[1] == "to";
  if (to) parts.erase(parts.begin() + 1);
  if (parts.size() != 3 || (parts[2] != "u64" && parts[2] != "u32") || i.operands.size() != 2) unknown(i);
  const std::string a = value(i.operands[1], type_of(parts[2]));
  const bool shared = parts[1] == "shared" || parts[1] == "shared::cta";
  if (!shared && parts[1] != "global" && parts[1] != "const") unknown(i);
  const std::string type = "(" + type_of(parts[2]) + ")";
  if (!shared) return assign(i.operands[0], a);
  return assign(i.operands[0], to ? type + "emu_shared_address((const void*)" + a + ")" : type + "(emu_ptx::u64)emu_shared_pointer((emu_ptx::u32)" + a + ", 1, \"cvta.shared\")");
}

std::string emit_memory(const Instruction& i) {
  const std::string& op = i.parts[0];
  if (op == "ld" || op == "st") return load_or_store(i, op == "ld");
  if (op == "atom" || op == "red") return atomic(i, op == "atom");
  if (op == "cp" && i.parts.size() > 2 && i.parts[1] == "async") return copy_async(i);
  if (op == "cvta") return convert_address(i);
  if (op == "prefetch" || op == "prefetchu") return "(void)0";
  if (op == "createpolicy" && i.operands.size() >= 1) return assign(i.operands[0], "(emu_ptx::u64)0");
  unknown(i);
}

}  // namespace emu
