// Kernels as they are written for a card: shuffles, barriers, asynchronous copies, tensor core products, votes, atomics.
typedef unsigned int u32;
typedef unsigned short u16;
typedef unsigned long long u64;

__device__ __forceinline__ float warp_sum(float v) {
  for (int o = 16; o; o >>= 1) v += __shfl_xor_sync(0xffffffffu, v, o);
  return v;
}

__device__ __forceinline__ float warp_max(float v) {
  for (int o = 16; o; o >>= 1) v = fmaxf(v, __shfl_xor_sync(0xffffffffu, v, o));
  return v;
}

// One block turns one row into its softmax, in place.
extern "C" __global__ void __launch_bounds__(256) row_softmax(float* __restrict__ x, int columns) {
  __shared__ float partial[32];
  float* row = x + (u64)blockIdx.x * columns;
  const int lane = threadIdx.x & 31, warp = threadIdx.x >> 5, warps = (blockDim.x + 31) >> 5;
  float largest = -3.4e38f;
  for (int i = threadIdx.x; i < columns; i += blockDim.x) largest = fmaxf(largest, row[i]);
  largest = warp_max(largest);
  if (lane == 0) partial[warp] = largest;
  __syncthreads();
  largest = partial[0];
  for (int i = 1; i < warps; i++) largest = fmaxf(largest, partial[i]);
  __syncthreads();
  float sum = 0;
  for (int i = threadIdx.x; i < columns; i += blockDim.x) sum += row[i] = __expf(row[i] - largest);
  sum = warp_sum(sum);
  if (lane == 0) partial[warp] = sum;
  __syncthreads();
  sum = 0;
  for (int i = 0; i < warps; i++) sum += partial[i];
  for (int i = threadIdx.x; i < columns; i += blockDim.x) row[i] = __fdividef(row[i], sum);
}

#define STEP 32
#define PITCH (STEP + 8)

__device__ __forceinline__ u32 shared_address(const void* p) { return (u32)__cvta_generic_to_shared(p); }

__device__ __forceinline__ void copy_16_bytes(void* to, const void* from) {
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(shared_address(to)), "l"(from) : "memory");
}

// C (f32, m x n) = A (bf16, m x k) * B (bf16, n x k) transposed, all row major; m and n multiples of 64, k of 32.
// Four warps compute a tile of 64 x 64; while they multiply, the next step of k is on its way.
extern "C" __global__ void __launch_bounds__(128) gemm_bf16(const u16* __restrict__ a, const u16* __restrict__ b, float* __restrict__ c, int n, int k) {
  extern __shared__ __align__(16) u16 stages[];  // two of (64 + 64) rows of PITCH
  const int t = threadIdx.x, lane = t & 31, warp = t >> 5, row0 = (warp & 1) * 32, column0 = (warp >> 1) * 32;
  const int tile_row = blockIdx.x / (n / 64), tile_column = blockIdx.x % (n / 64);
  const u16* tile_a = a + (u64)tile_row * 64 * k;
  const u16* tile_b = b + (u64)tile_column * 64 * k;
  float d[2][4][4] = {};
  auto start_stage = [&](int stage, int from) {
    u16* to_a = stages + stage * 128 * PITCH;
    u16* to_b = to_a + 64 * PITCH;
    for (int i = t; i < 64 * (STEP / 8); i += 128) {
      const int r = i / (STEP / 8), column = i % (STEP / 8) * 8;
      copy_16_bytes(to_a + r * PITCH + column, tile_a + (u64)r * k + from + column);
      copy_16_bytes(to_b + r * PITCH + column, tile_b + (u64)r * k + from + column);
    }
    asm volatile("cp.async.commit_group;" ::: "memory");
  };
  start_stage(0, 0);
  const int steps = k / STEP;
  for (int step = 0; step < steps; step++) {
    if (step + 1 < steps) {
      start_stage((step + 1) & 1, (step + 1) * STEP);
      asm volatile("cp.async.wait_group 1;" ::: "memory");
    } else {
      asm volatile("cp.async.wait_group 0;" ::: "memory");
    }
    __syncthreads();
    const u16* from_a = stages + (step & 1) * 128 * PITCH;
    const u16* from_b = from_a + 64 * PITCH;
#pragma unroll
    for (int kk = 0; kk < STEP; kk += 16) {
      u32 x[2][4], y[4][2];
      for (int i = 0; i < 2; i++) {
        const u32 address = shared_address(from_a + (row0 + i * 16 + (lane & 15)) * PITCH + kk + (lane >> 4) * 8);
        asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0,%1,%2,%3}, [%4];"
                     : "=r"(x[i][0]), "=r"(x[i][1]), "=r"(x[i][2]), "=r"(x[i][3])
                     : "r"(address));
      }
      for (int j = 0; j < 4; j++) {
        const u32 address = shared_address(from_b + (column0 + j * 8 + (lane & 7)) * PITCH + kk + ((lane >> 3) & 1) * 8);
        asm volatile("ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%0,%1}, [%2];" : "=r"(y[j][0]), "=r"(y[j][1]) : "r"(address));
      }
      for (int i = 0; i < 2; i++)
        for (int j = 0; j < 4; j++)
          asm volatile(
              "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 "
              "{%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
              : "+f"(d[i][j][0]), "+f"(d[i][j][1]), "+f"(d[i][j][2]), "+f"(d[i][j][3])
              : "r"(x[i][0]), "r"(x[i][1]), "r"(x[i][2]), "r"(x[i][3]), "r"(y[j][0]), "r"(y[j][1]));
    }
    __syncthreads();
  }
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 4; j++) {
      const int r = tile_row * 64 + row0 + i * 16 + (lane >> 2), column = tile_column * 64 + column0 + j * 8 + (lane & 3) * 2;
      *(float2*)(c + (u64)r * n + column) = make_float2(d[i][j][0], d[i][j][1]);
      *(float2*)(c + (u64)(r + 8) * n + column) = make_float2(d[i][j][2], d[i][j][3]);
    }
}

// f32 to pairs of bf16, and a count of the negative ones that all blocks add to.
extern "C" __global__ void to_bf16(u32* __restrict__ out, const float* __restrict__ in, int pairs, int* negative) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  const float low = i < pairs ? in[2 * i] : 0.0f, high = i < pairs ? in[2 * i + 1] : 0.0f;
  u32 packed;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
  if (i < pairs) out[i] = packed;
  const unsigned first = __ballot_sync(0xffffffffu, low < 0), second = __ballot_sync(0xffffffffu, high < 0);
  if ((threadIdx.x & 31) == 0) atomicAdd(negative, __popc(first) + __popc(second));
}
