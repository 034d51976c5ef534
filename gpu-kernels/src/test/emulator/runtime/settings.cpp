#include "settings.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

namespace emu {

/** A number with an optional k, m or g; what is not one ends the process, because a test would not test what it says. */
static size_t number_of(const char* name, size_t otherwise, size_t low, size_t high) {
  const char* text = getenv(name);
  if (!text) return otherwise;
  char* end;
  size_t n = strtoull(text, &end, 10);
  if (*end == 'k' || *end == 'm' || *end == 'g') n <<= *end == 'k' ? 10 : *end == 'm' ? 20 : 30, end++;
  if (end == text || *end || n < low || n > high) {
    fprintf(stderr, "emulator: %s is '%s', expected a number from %zu to %zu\n", name, text, low, high);
    abort();
  }
  return n;
}

Settings& Settings::get() {
  static Settings& settings = *new Settings{
      {(unsigned)number_of("PAGESTREAM_EMULATOR_SCHEDULE", 0, 0, 1u << 30)},
      (unsigned)number_of("PAGESTREAM_EMULATOR_WORKERS", std::min(16u, std::max(1u, std::thread::hardware_concurrency())), 1, 64),
      (unsigned)number_of("PAGESTREAM_EMULATOR_TIMEOUT", 120, 1, 86400),
      number_of("PAGESTREAM_EMULATOR_MEMORY", 2ull << 30, 1 << 20, 1ull << 40),
      (int)number_of("PAGESTREAM_EMULATOR_CC", 80, 70, 90)};
  return settings;
}

}  // namespace emu
