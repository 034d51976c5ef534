// Kernels are compiled with -fsanitize=alignment,bounds: g++ inserts checks that call these functions with the place in the
// source. The layout of the data is g++'s (gcc/ubsan.cc); libubsan itself is not linked.
#include <cstdint>
#include <cstdio>

#include "block.h"

namespace {

struct SourceLocation {
  const char* file;
  uint32_t line, column;
};
struct TypeDescriptor {
  uint16_t kind, info;
  char name[1];
};
struct TypeMismatch {
  SourceLocation location;
  TypeDescriptor* type;
  unsigned char log_alignment, check_kind;
};
struct OutOfBounds {
  SourceLocation location;
  TypeDescriptor *array, *index;
};

}  // namespace

using namespace emu;

extern "C" void __ubsan_handle_type_mismatch_v1(TypeMismatch* data, uint64_t pointer) {
  if (!current) return;
  emu_at(data->location.file, (int)data->location.line);
  char text[160];
  snprintf(text, sizeof text, "misaligned access to a %.60s at 0x%llx, expected a multiple of %u bytes", data->type->name, (unsigned long long)pointer,
           1u << data->log_alignment);
  fail(MISALIGNED_ADDRESS, text);
}

extern "C" void __ubsan_handle_out_of_bounds(OutOfBounds* data, uint64_t index) {
  if (!current) return;
  emu_at(data->location.file, (int)data->location.line);
  char text[160];
  snprintf(text, sizeof text, "out of bounds: index %lld of a %.60s", (long long)index, data->array->name);
  fail(ILLEGAL_ADDRESS, text);
}
