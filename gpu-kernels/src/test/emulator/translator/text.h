// Cutting C++ and PTX text at the right places: strings, brackets, lists.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace emu {

/** What cannot be translated, and where; the text is what the compiler's log shows. */
struct TranslationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

bool is_word(char c);
std::string trim(const std::string& s);
bool starts_with(const std::string& s, const std::string& prefix);
/** The index behind the string or character literal that begins at `i`. */
size_t skip_literal(const std::string& s, size_t i);
/** The index behind the bracket that closes the one at `i`; literals are passed over. */
size_t matching(const std::string& s, size_t i);
/** Cuts at `separator` outside of brackets and literals. */
std::vector<std::string> split(const std::string& s, char separator);
/** The value of adjacent string literals: "a" "b\n". */
std::string literal_value(const std::string& s);
bool is_number(const std::string& s);

}  // namespace emu
