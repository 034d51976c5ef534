#include "gemm.h"

#include <algorithm>
#include <vector>

#include "../device/float_formats.h"

namespace emu {

bool is_data_type(int type) { return type == R_32F || type == R_16F || type == R_16BF; }
size_t bytes_of(int type) { return type == R_32F ? 4 : 2; }

static float read(const void* p, int type, int64_t i) {
  switch (type) {
    case R_32F: return ((const float*)p)[i];
    case R_16F: return f16_to_f32(((const uint16_t*)p)[i]);
    default: return bf16_to_f32(((const uint16_t*)p)[i]);
  }
}
static void write(void* p, int type, int64_t i, float v) {
  switch (type) {
    case R_32F: ((float*)p)[i] = v; break;
    case R_16F: ((uint16_t*)p)[i] = f32_to_f16(v); break;
    default: ((uint16_t*)p)[i] = f32_to_bf16(v);
  }
}

void gemm(int64_t m, int64_t n, int64_t k, float alpha, const Matrix& a, const Matrix& b, float beta, void* c, int c_type, int64_t ldc) {
  // op(A) widened to f32 with its column of m values together: the innermost loop then runs over m, side by side.
  std::vector<float> wide((size_t)(m * k)), sum((size_t)m);
  for (int64_t l = 0; l < k; l++)
    for (int64_t i = 0; i < m; i++) wide[(size_t)(l * m + i)] = read(a.data, a.type, a.transposed ? l + i * a.leading : i + l * a.leading);
  for (int64_t j = 0; j < n; j++) {
    std::fill(sum.begin(), sum.end(), 0.0f);
    for (int64_t l = 0; l < k; l++) {
      const float y = read(b.data, b.type, b.transposed ? j + l * b.leading : l + j * b.leading);
      const float* x = &wide[(size_t)(l * m)];
      float* s = sum.data();
      for (int64_t i = 0; i < m; i++) s[i] += x[i] * y;
    }
    for (int64_t i = 0; i < m; i++) {
      const int64_t at = i + j * ldc;
      write(c, c_type, at, beta == 0 ? alpha * sum[(size_t)i] : alpha * sum[(size_t)i] + beta * read(c, c_type, at));
    }
  }
}

}  // namespace emu
