#include "ptx_emit.h"

#include <map>

namespace emu {

bool is_type(const std::string& s) {
  static const std::set<std::string> types = {"b8", "u8", "s8", "b16", "u16", "s16", "b32", "u32", "s32", "b64", "u64", "s64", "f32", "f64",
                                              "bf16", "f16", "bf16x2", "f16x2", "pred"};
  return types.count(s) > 0;
}
std::string type_of(const std::string& s) { return "emu_ptx::" + (s[0] == 'b' && s[1] != 'f' ? "u" + s.substr(1) : s); }
int bytes_of(const std::string& type) {
  if (type == "bf16x2" || type == "f16x2") return 4;
  return std::stoi(type.substr(type.find_first_of("0123456789"))) / 8;
}

static std::string special(const std::string& name) {
  static const std::map<std::string, std::string> values = {
      {"laneid", "emu_self()->lane"}, {"warpid", "emu_self()->warp"}, {"smid", "0u"}, {"dynamic_smem_size", "0u"},
      {"tid.x", "threadIdx.x"}, {"tid.y", "threadIdx.y"}, {"tid.z", "threadIdx.z"}, {"ntid.x", "blockDim.x"}, {"ntid.y", "blockDim.y"}, {"ntid.z", "blockDim.z"},
      {"ctaid.x", "blockIdx.x"}, {"ctaid.y", "blockIdx.y"}, {"ctaid.z", "blockIdx.z"}, {"nctaid.x", "gridDim.x"}, {"nctaid.y", "gridDim.y"}, {"nctaid.z", "gridDim.z"},
      {"lanemask_eq", "(1u << emu_self()->lane)"}, {"lanemask_lt", "((1u << emu_self()->lane) - 1)"}, {"lanemask_le", "((2u << emu_self()->lane) - 1)"},
      {"lanemask_gt", "~((2u << emu_self()->lane) - 1)"}, {"lanemask_ge", "~((1u << emu_self()->lane) - 1)"},
      {"clock", "(unsigned)clock64()"}, {"clock64", "(unsigned long long)clock64()"}, {"globaltimer", "(unsigned long long)clock64()"}};
  return values.at(name);
}

std::string value(const Operand& o, const std::string& cpp_type) {
  const std::string no = o.negated ? "!" : "";
  switch (o.kind) {
    case Operand::REGISTER: return no + "emu_ptx::get<" + cpp_type + ">(" + o.text + ")";
    case Operand::NUMBER: return "emu_ptx::number<" + cpp_type + ">(" + o.text + ")";
    case Operand::SPECIAL: return "(" + cpp_type + ")(" + special(o.text) + ")";
    default: throw TranslationError("an operand of inline PTX should be a register or a number");
  }
}

std::string assign(const Operand& o, const std::string& expression) {
  if (o.kind == Operand::SINK) return "(void)(" + expression + ")";
  if (o.kind != Operand::REGISTER) throw TranslationError("the destination of inline PTX should be a register");
  return "emu_ptx::put(" + o.text + ", " + expression + ")";
}

std::string address(const Operand& o) {
  if (o.kind != Operand::ADDRESS) throw TranslationError("expected an address like [%0] in inline PTX");
  if (o.elements[0].kind == Operand::NUMBER) return "(" + o.text + " + (" + o.offset + "))";
  return "((unsigned long long)" + o.text + " + (" + o.offset + "))";
}

std::vector<std::string> without(const std::vector<std::string>& parts, size_t from, const std::set<std::string>& allowed) {
  std::vector<std::string> left;
  for (size_t i = from; i < parts.size(); i++)
    if (!allowed.count(parts[i])) left.push_back(parts[i]);
  return left;
}

std::string translate_instruction(const Instruction& i) {
  static const std::map<std::string, std::string (*)(const Instruction&)> rooms = {
      {"mma", emit_matrix}, {"ldmatrix", emit_matrix}, {"stmatrix", emit_matrix}, {"movmatrix", emit_matrix},
      {"ld", emit_memory}, {"ldu", emit_memory}, {"st", emit_memory}, {"atom", emit_memory}, {"red", emit_memory}, {"cp", emit_memory}, {"prefetch", emit_memory},
      {"prefetchu", emit_memory}, {"createpolicy", emit_memory}, {"cvta", emit_memory},
      {"cvt", emit_convert},
      {"bar", emit_control}, {"barrier", emit_control}, {"fence", emit_control}, {"membar", emit_control}, {"shfl", emit_control}, {"vote", emit_control},
      {"redux", emit_control}, {"activemask", emit_control}, {"nanosleep", emit_control}, {"griddepcontrol", emit_control}, {"trap", emit_control}};
  auto room = rooms.find(i.parts[0]);
  return room == rooms.end() ? emit_arithmetic(i) : room->second(i);
}

}  // namespace emu
