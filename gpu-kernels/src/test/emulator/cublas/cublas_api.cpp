// The functions of cublas_v2.h that a transformer needs. Work goes to the stream of the handle, so it can be captured.
#include <cstdio>
#include <memory>

#include "gemm.h"

using namespace emu;

#define EMU_API extern "C" int

// Of libcuda.so.1, see ../driver/inspection.cpp.
extern "C" int emulator_enqueue(void* stream, void (*work)(void*), void* data, void (*release)(void*));
extern "C" int emulator_check_range(uint64_t p, size_t bytes, const char* what);

enum { OK = 0, NOT_INITIALIZED = 1, INVALID = 7, EXECUTION_FAILED = 13, NOT_SUPPORTED = 15 };

struct Blas {
  void* stream = nullptr;
  int math_mode = 0, pointer_mode = 0;
};

static int refuse(int code, const char* why) {
  fprintf(stderr, "emulator: cublas: %s\n", why);
  return code;
}

EMU_API cublasCreate_v2(Blas** handle) { return *handle = new Blas, OK; }
EMU_API cublasDestroy_v2(Blas* handle) { return handle ? (delete handle, OK) : NOT_INITIALIZED; }
EMU_API cublasSetStream_v2(Blas* handle, void* stream) { return handle ? (handle->stream = stream, OK) : NOT_INITIALIZED; }
EMU_API cublasGetStream_v2(Blas* handle, void** stream) { return handle ? (*stream = handle->stream, OK) : NOT_INITIALIZED; }
EMU_API cublasSetMathMode(Blas* handle, int mode) { return handle ? (handle->math_mode = mode, OK) : NOT_INITIALIZED; }
EMU_API cublasGetMathMode(Blas* handle, int* mode) { return handle ? (*mode = handle->math_mode, OK) : NOT_INITIALIZED; }
EMU_API cublasSetPointerMode_v2(Blas* handle, int mode) { return handle ? (handle->pointer_mode = mode, OK) : NOT_INITIALIZED; }
EMU_API cublasGetPointerMode_v2(Blas* handle, int* mode) { return handle ? (*mode = handle->pointer_mode, OK) : NOT_INITIALIZED; }
EMU_API cublasSetAtomicsMode(Blas* handle, int) { return handle ? OK : NOT_INITIALIZED; }
EMU_API cublasSetWorkspace_v2(Blas* handle, void* workspace, size_t bytes) {
  if (!handle) return NOT_INITIALIZED;
  return bytes == 0 || emulator_check_range((uint64_t)workspace, bytes, "cublasSetWorkspace") == 0 ? OK : INVALID;
}
EMU_API cublasGetVersion_v2(Blas*, int* version) { return *version = 120603, OK; }
EMU_API cublasGetProperty(int type, int* value) { return *value = type == 0 ? 12 : type == 1 ? 6 : 3, OK; }

namespace {

/** One call, with all that its work needs when a graph runs it later. */
struct Call {
  int64_t m, n, k;
  const float *alpha_pointer, *beta_pointer;  // on the device, or null and the values are here
  float alpha, beta;
  Matrix a, b;
  void* c;
  int c_type;
  int64_t ldc, stride_a, stride_b, stride_c;
  int count;

  void run() const {
    const float x = alpha_pointer ? *alpha_pointer : alpha, y = beta_pointer ? *beta_pointer : beta;
    for (int i = 0; i < count; i++) {
      Matrix one_a = a, one_b = b;
      one_a.data = (const char*)a.data + i * stride_a * (int64_t)bytes_of(a.type);
      one_b.data = (const char*)b.data + i * stride_b * (int64_t)bytes_of(b.type);
      gemm(m, n, k, x, one_a, one_b, y, (char*)c + i * stride_c * (int64_t)bytes_of(c_type), c_type, ldc);
    }
  }

  /** The bytes from the first to the last element of a matrix, over the whole batch. */
  static size_t extent(int64_t rows, int64_t columns, int64_t leading, int64_t stride, int count, int type) {
    return (size_t)((count - 1) * stride + (columns - 1) * leading + rows) * bytes_of(type);
  }
};

int submit(const Blas* handle, Call call, const void* alpha, const void* beta, int compute_type) {
  if (!handle) return NOT_INITIALIZED;
  if (!is_data_type(call.a.type) || call.a.type != call.b.type || !is_data_type(call.c_type))
    return refuse(NOT_SUPPORTED, "data types: expected f32, f16 or bf16, the same for A and B");
  if (compute_type != 68 && compute_type != 69 && compute_type != 77)  // 32F, 32F_PEDANTIC, 32F_FAST_TF32
    return refuse(NOT_SUPPORTED, "compute type: expected CUBLAS_COMPUTE_32F (JCuda: call the ..._new methods)");
  if (call.m < 0 || call.n < 0 || call.k < 0 || call.count < 0) return refuse(INVALID, "a negative size");
  if (call.m == 0 || call.n == 0 || call.count == 0) return OK;
  const int64_t rows_a = call.a.transposed ? call.k : call.m, rows_b = call.b.transposed ? call.n : call.k;
  if (call.a.leading < rows_a || call.b.leading < rows_b || call.ldc < call.m) return refuse(INVALID, "a leading dimension is smaller than the number of rows");
  const size_t a = Call::extent(rows_a, call.a.transposed ? call.m : call.k, call.a.leading, call.stride_a, call.count, call.a.type);
  const size_t b = Call::extent(rows_b, call.b.transposed ? call.k : call.n, call.b.leading, call.stride_b, call.count, call.b.type);
  const size_t c = Call::extent(call.m, call.n, call.ldc, call.stride_c, call.count, call.c_type);
  if (call.k > 0 && (emulator_check_range((uint64_t)call.a.data, a, "cublas: A") || emulator_check_range((uint64_t)call.b.data, b, "cublas: B"))) return EXECUTION_FAILED;
  if (emulator_check_range((uint64_t)call.c, c, "cublas: C")) return EXECUTION_FAILED;
  if (handle->pointer_mode) {
    call.alpha_pointer = (const float*)alpha;
    call.beta_pointer = (const float*)beta;
  } else {
    call.alpha = *(const float*)alpha;
    call.beta = *(const float*)beta;
  }
  const int code = emulator_enqueue(handle->stream, [](void* p) { ((Call*)p)->run(); }, new Call(call), [](void* p) { delete (Call*)p; });
  return code ? EXECUTION_FAILED : OK;
}

}  // namespace

EMU_API cublasGemmStridedBatchedEx(Blas* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int at, int lda, long long sa, const void* b, int bt, int ldb,
                                   long long sb, const void* beta, void* c, int ct, int ldc, long long sc, int count, int compute, int) {
  return submit(handle, {m, n, k, nullptr, nullptr, 0, 0, {a, at, lda, ta != 0}, {b, bt, ldb, tb != 0}, c, ct, ldc, sa, sb, sc, count}, alpha, beta, compute);
}
EMU_API cublasGemmEx(Blas* handle, int ta, int tb, int m, int n, int k, const void* alpha, const void* a, int at, int lda, const void* b, int bt, int ldb, const void* beta, void* c,
                     int ct, int ldc, int compute, int algorithm) {
  return cublasGemmStridedBatchedEx(handle, ta, tb, m, n, k, alpha, a, at, lda, 0, b, bt, ldb, 0, beta, c, ct, ldc, 0, 1, compute, algorithm);
}
EMU_API cublasSgemm_v2(Blas* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb, const float* beta, float* c, int ldc) {
  return cublasGemmEx(handle, ta, tb, m, n, k, alpha, a, R_32F, lda, b, R_32F, ldb, beta, c, R_32F, ldc, 68, -1);
}
EMU_API cublasSgemmStridedBatched(Blas* handle, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, long long sa, const float* b, int ldb, long long sb,
                                  const float* beta, float* c, int ldc, long long sc, int count) {
  return cublasGemmStridedBatchedEx(handle, ta, tb, m, n, k, alpha, a, R_32F, lda, sa, b, R_32F, ldb, sb, beta, c, R_32F, ldc, sc, count, 68, -1);
}
