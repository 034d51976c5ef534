// What the files of the driver share: the shape of an exported function, result codes, handles and their checks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../device/runtime_calls.h"

#define EMU_API extern "C" int

typedef uint64_t CUdeviceptr;

namespace emu {

/** The values of CUresult that are answered here; cuda.h of CUDA 12. */
enum Result {
  SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, INVALID_DEVICE = 101, INVALID_IMAGE = 200, INVALID_CONTEXT = 201,
  FILE_NOT_FOUND = 301, INVALID_HANDLE = 400, NOT_FOUND = 500, NOT_READY = 600, OUT_OF_RESOURCES = 701, NOT_SUPPORTED = 801,
  CAPTURE_UNSUPPORTED = 900, CAPTURE_INVALIDATED = 901, CAPTURE_UNJOINED = 904, CAPTURE_IMPLICIT = 906, ILLEGAL_STATE = 401
};

/** Says on stderr why a call is refused and answers with the code: a code alone is a riddle. */
int refuse(int code, const char* function, const std::string& why);

/** 0, or why no work can be given to the device: not initialised, no context, or a fault before. */
int device_state(const char* function);

/** First word of each object behind a handle, to recognise a handle that is none, or one that was destroyed. */
template <class T> struct Handle {
  volatile uint64_t mark = T::MARK;  // volatile: the destructor must really clear it
  ~Handle() { mark = 0; }
};
template <class T> bool is(const void* p) { return p && ((uintptr_t)p & 7) == 0 && *(const volatile uint64_t*)p == T::MARK; }

struct Graph : Handle<Graph> {
  static constexpr uint64_t MARK = 0x6870617267756d65;
  std::vector<std::function<void()>> nodes;
  std::vector<int> types;  // CUgraphNodeType of each
};
struct GraphExec : Handle<GraphExec> {
  static constexpr uint64_t MARK = 0x6365786567756d65;
  std::vector<std::function<void()>> nodes;
};
/** What streams record into while they are captured; streams that wait for an event of it join. */
struct Capture {
  std::unique_ptr<Graph> graph{new Graph};
  struct Stream* origin;
  int streams = 1;
};
struct Stream : Handle<Stream> {
  static constexpr uint64_t MARK = 0x6d61657274756d65;
  unsigned flags = 0;
  int priority = 0;
  std::shared_ptr<Capture> capture;
};
struct Event : Handle<Event> {
  static constexpr uint64_t MARK = 0x746e657665756d65;
  unsigned flags = 0;
  bool recorded = false;
  double milliseconds = 0;
  std::weak_ptr<Capture> capture;
  Stream* recorded_in = nullptr;
};
struct Function : Handle<Function> {
  static constexpr uint64_t MARK = 0x636e757f66756d65;
  const EmuKernel* kernel;
  unsigned max_dynamic_shared = 48 << 10;
};

enum NodeType { NODE_KERNEL = 0, NODE_MEMCPY = 1, NODE_MEMSET = 2, NODE_HOST = 3 };

/** The stream behind a handle (null, 1 and 2 are the default streams), or null for a handle that is none. */
Stream* stream_of(void* handle);
/** True while any stream is captured. */
bool capturing();
/** Runs the work now, or records it while the stream is captured. Answers with a result code. */
int enqueue(void* stream, NodeType type, std::function<void()> work, const char* function);
/** Runs work that takes no stream: refused while the default stream could be captured. */
int run_now(std::function<void()> work, const char* function);

/** Starts a kernel; the arguments are copied, so a captured launch keeps those it was given. */
int launch(Function* f, EmuIndex grid, EmuIndex block, unsigned shared, void* stream, void** parameters, void** extra, const char* function);

}  // namespace emu
