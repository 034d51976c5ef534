// Six kernels with one planted bug each; with -DFIXED=1 their right twins. 64 threads, in and out hold 64 floats.
#ifndef FIXED
#define FIXED 0
#endif
typedef unsigned int u32;

// out[i] = in[63 - i]; the bug: the copies of the other warp are read while they may still be on their way
extern "C" __global__ void missing_wait(float* out, const float* in) {
  __shared__ __align__(16) float buffer[64];
  const int t = threadIdx.x;
  asm volatile("cp.async.ca.shared.global [%0], [%1], 4;" ::"r"((u32)__cvta_generic_to_shared(buffer + t)), "l"(in + t));
  asm volatile("cp.async.commit_group;");
#if FIXED
  asm volatile("cp.async.wait_group 0;");
#else
  asm volatile("cp.async.wait_group 1;");
#endif
  __syncthreads();
  out[t] = buffer[63 - t];
}

// out[i] = in[63 - i]; the bug: nobody waits for the other warp
extern "C" __global__ void missing_barrier(float* out, const float* in) {
  __shared__ float buffer[64];
  const int t = threadIdx.x;
  buffer[t] = in[t];
#if FIXED
  __syncthreads();
#else
  __syncwarp();
#endif
  out[t] = buffer[63 - t];
}

// out[i] = in[63 - i]; the bug: the two warps wait at different barriers
extern "C" __global__ void divergent_barrier(float* out, const float* in) {
  __shared__ float buffer[64];
  const int t = threadIdx.x;
#if FIXED
  buffer[t] = t < 32 ? in[t] : in[t];
  __syncthreads();
#else
  if (t < 32) {
    buffer[t] = in[t];
    __syncthreads();
  } else {
    buffer[t] = in[t];
    __syncthreads();
  }
#endif
  out[t] = buffer[63 - t];
}

// out[i] = in[i]; the bug: rows of 5 floats are not 16-byte aligned
extern "C" __global__ void misaligned_copy(float* out, const float* in) {
  const int pitch = FIXED ? 8 : 5;
  __shared__ __align__(16) float buffer[16 * 8];
  const int t = threadIdx.x;
  if (t < 16) {
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"((u32)__cvta_generic_to_shared(buffer + t * pitch)), "l"(in + 4 * t));
    asm volatile("cp.async.wait_all;");
  }
  __syncthreads();
  out[t] = buffer[t / 4 * pitch + t % 4];
}

// out[i] = in[i ^ 16]; the bug: half of the lanes that take part are not in the mask
extern "C" __global__ void wrong_mask(float* out, const float* in) {
  const int t = threadIdx.x;
  out[t] = __shfl_xor_sync(FIXED ? 0xffffffffu : 0x0000ffffu, in[t], 16);
}

// out[i] = in[i]; the bug: the last thread writes one element too far
extern "C" __global__ void out_of_bounds(float* out, const float* in) {
  const int t = threadIdx.x;
  out[FIXED ? t : t + 1] = in[t];
}

// Beside the six: plain loads and stores are checked too.
extern "C" __global__ void misaligned_load(float* out, const float* in) {
  if (threadIdx.x == 0) *(float4*)out = *(const float4*)(in + (FIXED ? 4 : 1));
}

// Threads that have left are missing at a barrier.
extern "C" __global__ void early_return(float* out, const float* in) {
  if (!FIXED && threadIdx.x == 63) return;
  __syncthreads();
  out[threadIdx.x] = in[threadIdx.x];
}
