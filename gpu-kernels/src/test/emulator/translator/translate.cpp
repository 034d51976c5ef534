#include "translate.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include "ptx.h"
#include "text.h"

namespace emu {
namespace {

/** The C++ type of an operand's register, by the letter of its constraint. */
std::string register_type(char constraint) {
  switch (constraint) {
    case 'h': return "emu_ptx::u16";
    case 'r': return "emu_ptx::u32";
    case 'l': return "emu_ptx::u64";
    case 'f': return "emu_ptx::f32";
    case 'd': return "emu_ptx::f64";
    case 'n': return "emu_ptx::u64";
    default: throw TranslationError(std::string("the constraint '") + constraint + "' of inline PTX is not emulated (h, r, l, f, d, n are)");
  }
}

struct Kernel {
  std::string name, max_threads;
};

class Translator {
 public:
  explicit Translator(const std::string& source) : in_(source) {}

  std::string run() {
    try {
      while (at_ < in_.size()) step();
    } catch (const TranslationError& e) {
      throw TranslationError(file_ + ":" + std::to_string(line_) + ": " + e.what());
    }
    out_ += "\n";
    for (auto& k : kernels_) out_ += "EMU_KERNEL(" + k.name + ", (" + k.max_threads + "))\n";
    return out_;
  }

 private:
  void step() {
    const char c = in_[at_];
    if (c == '#' && line_begins_) return marker();
    if (c == '"' || (c == '\'' && !(at_ && is_word(in_[at_ - 1])))) return copy_to(skip_literal(in_, at_));
    if (!is_word(c) || (at_ && is_word(in_[at_ - 1]))) {
      if (c == '{') depth_++;
      if (c == '}') depth_--;
      return copy_to(at_ + 1);
    }
    const std::string word = word_at(at_);
    if (word == "asm" || word == "__asm__" || word == "__asm") return assembly();
    if (word == "__shared__") return shared();
    if (word == "extern" && word_at(behind_space(at_ + 6)) == "__shared__") return dynamic_shared();
    if (word == "__global__") return kernel();
    copy_to(at_ + word.size());
  }

  /** `# 12 "file.cu" 1`: what g++ -E says about where the next line is from. */
  void marker() {
    const size_t end = std::min(in_.find('\n', at_), in_.size());
    const std::string text = in_.substr(at_, end - at_);
    const size_t quote = text.find('"');
    if (text.size() > 2 && isdigit((unsigned char)text[2]) && quote != std::string::npos) {
      file_ = text.substr(quote + 1, text.rfind('"') - quote - 1);
      out_ += text;
      at_ = end;
      line_ = std::stoi(text.substr(2)) - 1;  // the end of this line counts one
      line_begins_ = false;
    } else {
      copy_to(end);  // #pragma
    }
  }

  void copy_to(size_t end) {
    out_ += in_.substr(at_, end - at_);
    count_lines(end);
  }
  /** Puts `text` where the source up to `end` stood, with as many line ends. */
  void replace_to(size_t end, const std::string& text) {
    out_ += text + std::string((size_t)std::count(in_.begin() + (long)at_, in_.begin() + (long)end, '\n'), '\n');
    count_lines(end);
  }
  void count_lines(size_t end) {
    for (; at_ < end; at_++) {
      if (in_[at_] == '\n') line_++, line_begins_ = true;
      else if (!isspace((unsigned char)in_[at_])) line_begins_ = false;
    }
  }

  std::string word_at(size_t i) const {
    size_t end = i;
    while (end < in_.size() && is_word(in_[end])) end++;
    return in_.substr(i, end - i);
  }
  size_t behind_space(size_t i) const {
    while (i < in_.size() && isspace((unsigned char)in_[i])) i++;
    return i;
  }

  /** asm volatile("ptx" : outputs : inputs : clobbers) becomes a block in which operand N is the variable emu_rN. */
  void assembly() {
    size_t open = behind_space(at_ + word_at(at_).size());
    while (is_word(in_[open])) open = behind_space(open + word_at(open).size());
    if (in_[open] != '(') throw TranslationError("asm without '('");
    const size_t end = matching(in_, open);
    const auto sections = split(in_.substr(open + 1, end - open - 2), ':');
    std::string before, after;
    size_t n = 0;
    for (size_t s = 1; s < sections.size() && s < 3; s++)
      for (auto& operand : split(sections[s], ',')) {
        if (trim(operand).empty()) continue;
        bind(trim(operand), s == 1, n++, before, after);
      }
    replace_to(end, "do { emu_at(\"" + file_ + "\", " + std::to_string(line_) + "); " + before + translate_ptx(literal_value(sections[0])) + after + "} while (0)");
  }

  void bind(const std::string& operand, bool output, size_t n, std::string& before, std::string& after) {
    const size_t end = operand[0] == '"' ? skip_literal(operand, 0) : 0;
    if (!end) throw TranslationError("the operand '" + operand + "' has no constraint");
    std::string constraint = literal_value(operand.substr(0, end));
    const std::string expression = trim(operand.substr(end)), r = "emu_r" + std::to_string(n), e = "emu_e" + std::to_string(n);
    const bool read_too = constraint[0] == '+';
    if (output != (constraint[0] == '=' || read_too)) throw TranslationError("the constraint \"" + constraint + "\" stands in the wrong list");
    constraint.erase(0, constraint.find_first_not_of("=+&"));
    if (constraint.size() != 1) throw TranslationError("the constraint \"" + constraint + "\" of inline PTX is not emulated");
    const std::string type = register_type(constraint[0]);
    if (!output) {
      before += type + " " + r + " = emu_ptx::in<" + type + ">" + expression + "; ";
      return;
    }
    before += "auto& " + e + " = " + expression + "; " + type + " " + r + "{}; ";
    if (read_too) before += r + " = emu_ptx::in<" + type + ">(" + e + "); ";
    after += "emu_ptx::out(" + e + ", " + r + "); ";
  }

  /** `__shared__ [__align__(n)] type name[dims];` */
  void shared() {
    const size_t end = in_.find(';', at_);
    if (end == std::string::npos) throw TranslationError("__shared__ without ';'");
    std::string align, type, name, dims;
    declaration(in_.substr(at_ + 10, end - at_ - 10), align, type, name, dims);
    if (depth_ == 0) throw TranslationError("declare __shared__ variables inside of the kernel");
    const std::string t = "emu_type_" + name;
    replace_to(end, "typedef " + type + " " + t + dims + "; static char emu_key_" + name + "; " + t + "& " + name + " = *static_cast<" + t + "*>(emu_shared_variable(&emu_key_" + name +
                        ", sizeof(" + t + "), " + (align.empty() ? "alignof(" + t + ")" : align) + "))");
  }

  /** `extern __shared__ [__align__(n)] type name[];` */
  void dynamic_shared() {
    const size_t begin = behind_space(at_ + 6) + 10, end = in_.find(';', at_);
    if (end == std::string::npos) throw TranslationError("extern __shared__ without ';'");
    std::string align, type, name, dims;
    declaration(in_.substr(begin, end - begin), align, type, name, dims);
    if (trim(dims) != "[]") throw TranslationError("expected 'extern __shared__ type " + name + "[];'");
    if (depth_ == 0) throw TranslationError("declare 'extern __shared__' inside of the kernel");
    replace_to(end, type + "* const " + name + " = static_cast<" + type + "*>(emu_dynamic_shared())");
  }

  static void declaration(const std::string& text, std::string& align, std::string& type, std::string& name, std::string& dims) {
    std::string s = trim(text);
    for (const char* word : {"__align__", "alignas"}) {
      const size_t at = s.find(word);
      if (at == std::string::npos) continue;
      const size_t open = s.find('(', at), end = matching(s, open);
      align = s.substr(open, end - open);
      s = trim(s.substr(0, at) + " " + s.substr(end));
    }
    if (split(s, ',').size() > 1 && s.find('<') == std::string::npos) throw TranslationError("one variable for each __shared__ declaration: '" + s + "'");
    if (s.find('=') != std::string::npos) throw TranslationError("__shared__ variables cannot be initialised: '" + s + "'");
    size_t bracket = s.find('[');
    dims = bracket == std::string::npos ? "" : s.substr(bracket);
    s = trim(s.substr(0, bracket));
    size_t from = s.size();
    while (from > 0 && is_word(s[from - 1])) from--;
    name = s.substr(from);
    type = trim(s.substr(0, from));
    if (name.empty() || type.empty()) throw TranslationError("a __shared__ declaration that is not understood: '" + trim(text) + "'");
  }

  /** Notes the kernel's name and its __launch_bounds__; the text stays. */
  void kernel() {
    size_t i = behind_space(at_ + 10);
    Kernel k{"", "0"};
    while (i < in_.size() && in_[i] != '(') {
      const std::string word = word_at(i);
      i = behind_space(i + std::max<size_t>(word.size(), 1));
      if (word == "__launch_bounds__") {
        const size_t end = matching(in_, i);
        k.max_threads = split(in_.substr(i + 1, end - i - 2), ',')[0];
        i = behind_space(end);
      } else if (!word.empty()) {
        k.name = word;
      }
    }
    if (i >= in_.size()) throw TranslationError("__global__ without a parameter list");
    const size_t tail = behind_space(matching(in_, i));
    if (in_[tail] == '{') {
      const std::string before = trim(out_.substr(out_.find_last_of(";}", out_.size()) + 1));
      if (before.find("template") != std::string::npos)
        throw TranslationError("kernel templates are not emulated: write an extern \"C\" kernel that calls a __device__ template");
      kernels_.push_back(k);
    }
    copy_to(at_ + 10);
  }

  const std::string& in_;
  std::string out_, file_ = "source";
  size_t at_ = 0;
  int line_ = 1, depth_ = 0;
  bool line_begins_ = true;
  std::vector<Kernel> kernels_;
};

}  // namespace

std::string translate(const std::string& preprocessed) { return Translator(preprocessed).run(); }

}  // namespace emu
