// The door between compiled kernels and the runtime in libcuda.so.1. Plain C, so that both sides agree on it.
#pragma once

extern "C" {

struct EmuIndex {
  unsigned x, y, z;
};

/** Who the running thread is. Never changes while the thread lives. */
struct EmuSelf {
  EmuIndex thread, block, block_size, grid_size;
  unsigned lane, warp;
};

/** One kernel of a compiled source; the symbol is emu_kernel_NAME. */
struct EmuKernel {
  const char* name;
  void (*call)(void** arguments);
  const unsigned* parameter_sizes;
  const unsigned* parameter_alignments;
  unsigned parameters;
  unsigned max_threads;  // of __launch_bounds__, or 0
};

// "const": the answer is the same for the whole life of a thread, so the compiler may ask once for each function.
const EmuSelf* emu_self() noexcept __attribute__((const));

/** Notes where the thread is, for the message of a fault and for the check that a barrier is one barrier. */
void emu_at(const char* file, int line) noexcept;
/** Ends the launch: the text, the kernel, block, thread and the last noted line become the launch's fault. */
[[noreturn]] void emu_fault(const char* text);

/** Waits at barrier `id` for `threads` threads (0: the whole block). `wait` false: bar.arrive. */
void emu_barrier(unsigned id, unsigned threads, bool wait);

void emu_sync_warp(unsigned mask);
/** mode 0: lane `arg`, 1: up, 2: down, 3: xor; within groups of `width` lanes, as PTX shfl.sync. */
unsigned long long emu_shuffle(unsigned mask, unsigned long long value, int arg, int width, int mode);
unsigned emu_ballot(unsigned mask, bool predicate);
unsigned emu_match_any(unsigned mask, unsigned long long value);
/** op: 0 add, 1 min, 2 max, 3 and, 4 or, 5 xor. */
unsigned emu_reduce(unsigned mask, unsigned value, int op, bool is_signed);
unsigned emu_active_mask();

/** The block's variable that belongs to `key` (its address is its name); made by the first thread that comes. */
void* emu_shared_variable(const void* key, unsigned long bytes, unsigned long align);
void* emu_dynamic_shared();
/** Generic pointer to the 32-bit address of shared memory, and back with a check of range and alignment. */
unsigned emu_shared_address(const void* pointer);
char* emu_shared_pointer(unsigned address, unsigned bytes, const char* what);

/** cp.async: the destination is poisoned now and receives `have` bytes, then zeros, when its group is waited for. */
void emu_copy_async(unsigned shared, const char* global, unsigned bytes, unsigned have);
void emu_copy_commit();
void emu_copy_wait(unsigned groups_left);
void emu_copy_wait_all();

void emu_load_matrix(unsigned* out, unsigned address, int count, bool transposed);
void emu_store_matrix(const unsigned* in, unsigned address, int count, bool transposed);
/** mma.sync m16n8kK. kind: 0 bf16, 1 f16, 2 tf32, 3 e4m3, 4 e5m2, 5 s8. Registers as in the PTX manual; s8 accumulates integers. */
void emu_matrix_multiply(int kind, int k, unsigned* d, const unsigned* a, const unsigned* b, const unsigned* c);
}
