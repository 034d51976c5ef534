// Matrix products over host memory, column major, accumulated in f32.
#pragma once

#include <cstddef>
#include <cstdint>

namespace emu {

/** cudaDataType */
enum DataType { R_32F = 0, R_16F = 2, R_16BF = 14 };
bool is_data_type(int type);
size_t bytes_of(int type);

/** A matrix as cuBLAS is given it. */
struct Matrix {
  const void* data;
  int type;
  int64_t leading;
  bool transposed;
};

/** C (m x n) = alpha * op(A) (m x k) * op(B) (k x n) + beta * C. Not read where beta is 0. */
void gemm(int64_t m, int64_t n, int64_t k, float alpha, const Matrix& a, const Matrix& b, float beta, void* c, int c_type, int64_t ldc);

}  // namespace emu
