#include "text.h"

#include <cctype>

namespace emu {

bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

std::string trim(const std::string& s) {
  size_t from = s.find_first_not_of(" \t\r\n"), to = s.find_last_not_of(" \t\r\n");
  return from == std::string::npos ? "" : s.substr(from, to - from + 1);
}

bool starts_with(const std::string& s, const std::string& prefix) { return s.compare(0, prefix.size(), prefix) == 0; }

size_t skip_literal(const std::string& s, size_t i) {
  const char quote = s[i];
  for (i++; i < s.size() && s[i] != quote; i++)
    if (s[i] == '\\') i++;
  if (i >= s.size()) throw TranslationError("a literal that begins with " + std::string(1, quote) + " has no end");
  return i + 1;
}

static bool opens_literal(const std::string& s, size_t i) {
  // 1'000'000 is a number, not a character
  return s[i] == '"' || (s[i] == '\'' && !(i > 0 && is_word(s[i - 1])));
}

size_t matching(const std::string& s, size_t i) {
  int depth = 0;
  while (i < s.size()) {
    if (opens_literal(s, i)) {
      i = skip_literal(s, i);
      continue;
    }
    if (s[i] == '(' || s[i] == '[' || s[i] == '{') depth++;
    if (s[i] == ')' || s[i] == ']' || s[i] == '}') depth--;
    i++;
    if (depth == 0) return i;
  }
  throw TranslationError("a bracket is never closed");
}

std::vector<std::string> split(const std::string& s, char separator) {
  std::vector<std::string> parts(1);
  for (size_t i = 0; i < s.size();) {
    size_t next = i + 1;
    if (opens_literal(s, i)) next = skip_literal(s, i);
    else if (s[i] == '(' || s[i] == '[' || s[i] == '{') next = matching(s, i);
    else if (s[i] == separator) {
      parts.emplace_back();
      i++;
      continue;
    }
    parts.back() += s.substr(i, next - i);
    i = next;
  }
  return parts;
}

std::string literal_value(const std::string& s) {
  std::string value;
  for (size_t i = 0; i < s.size();) {
    if (isspace((unsigned char)s[i])) {
      i++;
      continue;
    }
    if (s[i] != '"') throw TranslationError("expected string literals, found '" + trim(s.substr(i, 20)) + "'");
    const size_t end = skip_literal(s, i);
    for (i++; i + 1 < end; i++) {
      if (s[i] != '\\') value += s[i];
      else if (s[++i] == 'n') value += '\n';
      else if (s[i] == 't') value += '\t';
      else if (s[i] == '\\' || s[i] == '"' || s[i] == '\'') value += s[i];
      else throw TranslationError(std::string("the escape \\") + s[i] + " in inline PTX is not understood");
    }
    i = end;
  }
  return value;
}

bool is_number(const std::string& s) { return !s.empty() && (isdigit((unsigned char)s[0]) || (s[0] == '-' && s.size() > 1 && isdigit((unsigned char)s[1]))); }

}  // namespace emu
