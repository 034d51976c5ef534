// cvt. The rounding and saturation that an instruction names are honoured or it is unknown.
#include <map>

#include "ptx_emit.h"

namespace emu {

/** Conversions between floats, by their whole name; %1 and %2 are the sources. */
static const std::map<std::string, std::vector<std::string>>& float_conversions() {
  // name -> destination type is free, source types..., expression
  static const std::map<std::string, std::vector<std::string>> table = {
      {"cvt.rn.bf16x2.f32", {"f32", "f32", "emu_ptx::pack_bf16x2(%1, %2)"}},
      {"cvt.rn.relu.bf16x2.f32", {"f32", "f32", "emu_ptx::pack_bf16x2(emu_ptx::relu(%1), emu_ptx::relu(%2))"}},
      {"cvt.rn.f16x2.f32", {"f32", "f32", "emu_ptx::pack_f16x2(%1, %2)"}},
      {"cvt.rn.relu.f16x2.f32", {"f32", "f32", "emu_ptx::pack_f16x2(emu_ptx::relu(%1), emu_ptx::relu(%2))"}},
      {"cvt.rn.bf16.f32", {"f32", "emu::f32_to_bf16(%1)"}},
      {"cvt.rn.f16.f32", {"f32", "emu::f32_to_f16(%1)"}},
      {"cvt.f32.bf16", {"u16", "emu::bf16_to_f32(%1)"}},
      {"cvt.f32.f16", {"u16", "emu::f16_to_f32(%1)"}},
      {"cvt.rna.tf32.f32", {"f32", "emu::f32_to_tf32(%1)"}},
      {"cvt.rn.satfinite.e4m3x2.f32", {"f32", "f32", "emu_ptx::pack_e4m3x2(%1, %2)"}},
      {"cvt.rn.satfinite.e5m2x2.f32", {"f32", "f32", "emu_ptx::pack_e5m2x2(%1, %2)"}},
      {"cvt.rn.satfinite.e4m3x2.f16x2", {"u32", "emu_ptx::pack_e4m3x2(%1)"}},
      {"cvt.rn.satfinite.e5m2x2.f16x2", {"u32", "emu_ptx::pack_e5m2x2(%1)"}},
      {"cvt.rn.f16x2.e4m3x2", {"u16", "emu_ptx::e4m3x2_to_f16x2(%1)"}},
      {"cvt.rn.f16x2.e5m2x2", {"u16", "emu_ptx::e5m2x2_to_f16x2(%1)"}},
  };
  return table;
}

static std::string replace(std::string s, const std::string& what, const std::string& by) {
  const size_t at = s.find(what);
  return at == std::string::npos ? s : s.replace(at, what.size(), by);
}

static bool is_float(const std::string& t) { return t == "f32" || t == "f64"; }

std::string emit_convert(const Instruction& i) {
  auto row = float_conversions().find(i.name);
  if (row != float_conversions().end()) {
    const size_t sources = row->second.size() - 1;
    if (i.operands.size() != sources + 1) unknown(i);
    std::string e = row->second.back();
    for (size_t k = 0; k < sources; k++)
      for (int twice = 0; twice < 2; twice++) e = replace(e, "%" + std::to_string(k + 1), value(i.operands[k + 1], type_of(row->second[k])));
    return assign(i.operands[0], e);
  }
  auto parts = without(i.parts, 1, {"ftz"});
  if (parts.size() < 2 || i.operands.size() != 2) unknown(i);
  const std::string from = parts.back(), to = parts[parts.size() - 2];
  if (!is_type(from) || !is_type(to) || to.find('f', 1) != std::string::npos || from.find('f', 1) != std::string::npos) unknown(i);
  parts.resize(parts.size() - 2);
  const std::string x = value(i.operands[1], type_of(from));
  static const std::map<std::string, std::string> roundings = {{"rni", "RNI"}, {"rzi", "RZI"}, {"rmi", "RMI"}, {"rpi", "RPI"}};
  if (from == "f32" && !is_float(to) && parts.size() == 1 && roundings.count(parts[0]))
    return assign(i.operands[0], "emu_ptx::to_integer<" + type_of(to) + ">(" + x + ", emu_ptx::" + roundings.at(parts[0]) + ")");
  const bool rounds_to_nearest = parts.size() == 1 && parts[0] == "rn" && is_float(to);
  const bool needs_none = parts.empty() && (!is_float(from) || (from == "f32" && to == "f64")) && (!is_float(to) || to == "f64" || !is_float(from)) && !(is_float(to) && !is_float(from));
  if (!rounds_to_nearest && !needs_none) unknown(i);
  return assign(i.operands[0], "(" + type_of(to) + ")" + x);
}

}  // namespace emu
