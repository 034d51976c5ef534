// Inline PTX to instructions: statements end with ';', braces open a scope, .reg declares registers, @p guards.
#include <cctype>

#include "ptx.h"

namespace emu {

static std::string without_comments(const std::string& s) {
  std::string out;
  for (size_t i = 0; i < s.size(); i++) {
    if (s.compare(i, 2, "//") == 0) {
      i = s.find('\n', i);
      if (i == std::string::npos) break;
    } else if (s.compare(i, 2, "/*") == 0) {
      i = s.find("*/", i);
      if (i == std::string::npos) break;
      i++;
      continue;
    }
    out += s[i];
  }
  return out;
}

/** A register's C++ name: %3 is the operand 3 of the asm statement, any other name was declared with .reg. */
static std::string register_name(const std::string& s) {
  if (s[0] == '%' && s.size() > 1 && isdigit((unsigned char)s[1])) return "emu_r" + s.substr(1);
  std::string name = "emu_l_";
  for (char c : s[0] == '%' ? s.substr(s[1] == '%' ? 2 : 1) : s) {
    if (!is_word(c) && c != '$') throw TranslationError("the operand '" + s + "' of inline PTX is not understood");
    name += c;
  }
  return name;
}

static bool is_special(const std::string& s) {
  static const std::set<std::string> names = {"laneid", "warpid", "tid.x", "tid.y", "tid.z", "ntid.x", "ntid.y", "ntid.z", "ctaid.x", "ctaid.y", "ctaid.z",
                                              "nctaid.x", "nctaid.y", "nctaid.z", "lanemask_lt", "lanemask_le", "lanemask_eq", "lanemask_ge", "lanemask_gt",
                                              "clock", "clock64", "globaltimer", "smid", "dynamic_smem_size"};
  return starts_with(s, "%%") && names.count(s.substr(2));
}

static std::string number_literal(const std::string& s) {
  if (starts_with(s, "0f") || starts_with(s, "0F")) return "0x" + s.substr(2) + "ull";
  if (s.find_first_not_of("-0123456789abcdefABCDEFxXuU") != std::string::npos) throw TranslationError("write the constant '" + s + "' of inline PTX as 0fXXXXXXXX");
  return starts_with(s, "-") ? "(unsigned long long)" + s + "ll" : s.substr(0, s.find_last_not_of("uU") + 1) + "ull";
}

static Operand operand(const std::string& text) {
  const std::string s = trim(text);
  if (s.empty()) throw TranslationError("an operand of inline PTX is empty");
  Operand o{};
  o.kind = Operand::REGISTER;
  if (s == "_") {
    o.kind = Operand::SINK;
  } else if (s[0] == '{') {
    o.kind = Operand::VECTOR;
    for (auto& e : split(s.substr(1, s.size() - 2), ',')) o.elements.push_back(operand(e));
  } else if (s[0] == '[') {
    o.kind = Operand::ADDRESS;
    const std::string inside = trim(s.substr(1, s.size() - 2));
    const size_t plus = inside.find_first_of("+-", 1);
    const Operand base = operand(inside.substr(0, plus));
    o.text = base.text;
    o.elements = {base};
    if (plus != std::string::npos) {
      std::string offset = trim(inside.substr(plus + (inside[plus] == '+')));
      const bool is_register = offset[0] == '%';
      o.offset = is_register ? "(long long)" + register_name(offset) : offset;
      if (!is_register && !is_number(offset)) throw TranslationError("the address '" + s + "' of inline PTX is not understood");
    }
  } else if (is_special(s)) {
    o.kind = Operand::SPECIAL;
    o.text = s.substr(2);
  } else if (is_number(s)) {
    o.kind = Operand::NUMBER;
    o.text = number_literal(s);
  } else if (s[0] == '!') {
    o = operand(s.substr(1));
    o.negated = true;
  } else if (s.find('|') != std::string::npos) {
    o.kind = Operand::VECTOR;
    o.elements = {operand(s.substr(0, s.find('|'))), operand(s.substr(s.find('|') + 1))};
  } else {
    o.text = register_name(s);
  }
  return o;
}

/** ".reg .b32 a, b" */
static std::string declaration(const std::string& s) {
  const size_t dot = s.find('.', 4);
  if (dot == std::string::npos) throw TranslationError("'" + s + "' is not understood");
  const size_t end = s.find_first_of(" \t\n", dot);
  const std::string type = s.substr(dot + 1, end - dot - 1);
  static const std::set<std::string> known = {"b16", "u16", "s16", "b32", "u32", "s32", "b64", "u64", "s64", "f32", "f64", "pred"};
  if (!known.count(type)) throw TranslationError("registers of the type '." + type + "' are not emulated");
  std::string out;
  for (auto& name : split(s.substr(end), ',')) {
    if (name.find('<') != std::string::npos) throw TranslationError("declare the registers of '" + s + "' one by one");
    const bool bits = type[0] == 'b';
    out += "emu_ptx::" + (bits ? "u" + type.substr(1) : type) + " " + register_name(trim(name)) + "{}; ";
  }
  return out;
}

static std::string statement(std::string s) {
  std::string guard;
  if (s[0] == '@') {
    const size_t end = s.find_first_of(" \t\n");
    std::string p = s.substr(1, end - 1);
    const bool negated = p[0] == '!';
    if (negated) p.erase(0, 1);
    guard = std::string("if (") + (negated ? "!" : "") + register_name(p) + ") ";
    s = trim(s.substr(end));
  }
  if (starts_with(s, ".reg")) return declaration(s);
  Instruction i;
  const size_t end = s.find_first_of(" \t\n");
  i.name = s.substr(0, end);
  if (i.name.back() == ':') throw TranslationError("labels in inline PTX are not emulated: '" + s + "'");
  for (size_t from = 0; from <= i.name.size();) {
    // "::" belongs to a part: shared::cta
    size_t to = i.name.find('.', from);
    if (to == std::string::npos) to = i.name.size();
    i.parts.push_back(i.name.substr(from, to - from));
    from = to + 1;
  }
  if (end != std::string::npos)
    for (auto& o : split(s.substr(end), ',')) i.operands.push_back(operand(o));
  return guard + "{ " + translate_instruction(i) + "; } ";
}

std::string translate_ptx(const std::string& text) {
  const std::string s = without_comments(text);
  std::string out;
  for (size_t i = 0; i < s.size();) {
    if (isspace((unsigned char)s[i]) || s[i] == ';') {
      i++;
    } else if (s[i] == '{' || s[i] == '}') {
      out += s[i++];
      out += ' ';
    } else {
      // a brace that opens here belongs to a vector operand
      size_t end = i;
      while (end < s.size() && s[end] != ';') end = s[end] == '{' || s[end] == '[' ? matching(s, end) : end + 1;
      out += statement(trim(s.substr(i, end - i)));
      i = end;
    }
  }
  return out;
}

void unknown(const Instruction& i) {
  throw TranslationError("the emulator does not know the PTX instruction '" + i.name + "' (" + std::to_string(i.operands.size()) +
                         " operands); give it a plain twin under #ifdef PAGESTREAM_EMULATOR, or teach it in translator/ptx_*.cpp");
}

}  // namespace emu
