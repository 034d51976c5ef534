// Warp matrix instructions, each fed from plain row-major matrices: a (16 x k), b (8 x k, the columns of B), c and d (16 x 8).
typedef unsigned int u32;
typedef unsigned short u16;

// What a lane holds: PTX manual, "Matrix Fragments for mma". EACH elements of a register lie side by side.
#define FRAGMENTS(EACH, K)                                                                     \
  const int lane = threadIdx.x, group = lane / 4, place = lane % 4;                            \
  const u32 *row = a + group * (K / EACH) + place, *row8 = row + 8 * (K / EACH);               \
  const u32* column = b + group * (K / EACH) + place;                                          \
  const int at[4] = {group * 8 + place * 2, group * 8 + place * 2 + 1, (group + 8) * 8 + place * 2, (group + 8) * 8 + place * 2 + 1};

#define MULTIPLY_42(NAME, K, EACH, TYPES, T, CONSTRAINT)                                                                \
  extern "C" __global__ void NAME(T* d, const u32* a, const u32* b, const T* c) {                                       \
    FRAGMENTS(EACH, K)                                                                                                  \
    T x[4] = {c[at[0]], c[at[1]], c[at[2]], c[at[3]]};                                                                  \
    asm volatile("mma.sync.aligned.m16n8k" #K ".row.col." TYPES " {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};" \
                 : CONSTRAINT(x[0]), CONSTRAINT(x[1]), CONSTRAINT(x[2]), CONSTRAINT(x[3])                               \
                 : "r"(row[0]), "r"(row8[0]), "r"(row[4]), "r"(row8[4]), "r"(column[0]), "r"(column[4]));               \
    for (int i = 0; i < 4; i++) d[at[i]] = x[i];                                                                        \
  }

#define MULTIPLY_21(NAME, K, EACH, TYPES)                                                                                  \
  extern "C" __global__ void NAME(float* d, const u32* a, const u32* b, const float* c) {                                  \
    FRAGMENTS(EACH, K)                                                                                                     \
    float x[4];                                                                                                            \
    asm volatile("mma.sync.aligned.m16n8k" #K ".row.col." TYPES " {%0,%1,%2,%3}, {%4,%5}, {%6}, {%7,%8,%9,%10};"           \
                 : "=f"(x[0]), "=f"(x[1]), "=f"(x[2]), "=f"(x[3])                                                          \
                 : "r"(row[0]), "r"(row8[0]), "r"(column[0]), "f"(c[at[0]]), "f"(c[at[1]]), "f"(c[at[2]]), "f"(c[at[3]])); \
    for (int i = 0; i < 4; i++) d[at[i]] = x[i];                                                                           \
  }

MULTIPLY_42(bf16_k16, 16, 2, "f32.bf16.bf16.f32", float, "+f")
MULTIPLY_42(f16_k16, 16, 2, "f32.f16.f16.f32", float, "+f")
MULTIPLY_42(tf32_k8, 8, 1, "f32.tf32.tf32.f32", float, "+f")
MULTIPLY_42(s8_k32, 32, 4, "s32.s8.s8.s32", int, "+r")
#if __CUDA_ARCH__ >= 890 || defined(PAGESTREAM_EMULATOR)
MULTIPLY_42(e4m3_k32, 32, 4, "f32.e4m3.e4m3.f32", float, "+f")
MULTIPLY_42(e5m2_k32, 32, 4, "f32.e5m2.e5m2.f32", float, "+f")
#endif
MULTIPLY_21(bf16_k8, 8, 2, "f32.bf16.bf16.f32")
MULTIPLY_21(f16_k8, 8, 2, "f32.f16.f16.f32")
MULTIPLY_21(tf32_k4, 4, 1, "f32.tf32.tf32.f32")

// Four 8 x 8 matrices of 16-bit elements, one behind the other: register m of lane l goes to out[m * 32 + l].
#define LOAD(NAME, TRANS)                                                                                                  \
  extern "C" __global__ void NAME(u32* out, const u32* in) {                                                               \
    __shared__ __align__(16) u32 rows[128];                                                                                \
    for (int i = threadIdx.x; i < 128; i += 32) rows[i] = in[i];                                                           \
    __syncwarp();                                                                                                          \
    u32 r[4];                                                                                                              \
    asm volatile("ldmatrix.sync.aligned.m8n8.x4" TRANS ".shared.b16 {%0,%1,%2,%3}, [%4];"                                  \
                 : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])                                                          \
                 : "r"((u32)__cvta_generic_to_shared(rows + 4 * threadIdx.x)));                                            \
    for (int m = 0; m < 4; m++) out[m * 32 + threadIdx.x] = r[m];                                                          \
  }
LOAD(load, "")
LOAD(load_transposed, ".trans")

// Each pair of 8-bit codes to f16 and back: out[i] = in[i] when both conversions are right on what is representable.
extern "C" __global__ void e4m3_round_trip(u16* out, float* values, const u16* in) {
  u32 halves;
  u16 back;
  asm("cvt.rn.f16x2.e4m3x2 %0, %1;" : "=r"(halves) : "h"(in[threadIdx.x]));
  float low, high;
  asm("{ .reg .b16 a, b; mov.b32 {a, b}, %2; cvt.f32.f16 %0, a; cvt.f32.f16 %1, b; }" : "=f"(low), "=f"(high) : "r"(halves));
  asm("cvt.rn.satfinite.e4m3x2.f32 %0, %1, %2;" : "=h"(back) : "f"(high), "f"(low));
  values[2 * threadIdx.x] = low;
  values[2 * threadIdx.x + 1] = high;
  out[threadIdx.x] = back;
}
