// Streams and their capture. Work is done when it is given, so the order of a stream is kept by itself; events only carry
// time and captures from one stream to another.
#include <atomic>

#include "../runtime/fault.h"
#include "api.h"

namespace emu {

static std::atomic<int> captures{0};

bool capturing() { return captures > 0; }

Stream* stream_of(void* handle) {
  static Stream& fallback = *new Stream;
  if ((uintptr_t)handle <= 2) return &fallback;
  return is<Stream>(handle) ? (Stream*)handle : nullptr;
}

int enqueue(void* handle, NodeType type, std::function<void()> work, const char* function) {
  Stream* stream = stream_of(handle);
  if (!stream) return refuse(INVALID_HANDLE, function, "this is no stream, or it was destroyed");
  if (int code = device_state(function)) return code;
  if (stream->capture) {
    stream->capture->graph->nodes.push_back(std::move(work));
    stream->capture->graph->types.push_back(type);
    return SUCCESS;
  }
  if ((uintptr_t)handle <= 1 && capturing()) return refuse(CAPTURE_IMPLICIT, function, "work for the default stream while another stream is being captured");
  work();
  return SUCCESS;
}

int run_now(std::function<void()> work, const char* function) {
  if (int code = device_state(function)) return code;
  if (capturing()) return refuse(CAPTURE_IMPLICIT, function, "a call that waits, while a stream is being captured");
  work();
  return SUCCESS;
}

}  // namespace emu

using namespace emu;

EMU_API cuStreamCreateWithPriority(void** stream, unsigned flags, int priority) {
  if (int code = device_state("cuStreamCreate")) return code;
  auto* s = new Stream;
  s->flags = flags;
  s->priority = priority;
  return *stream = s, SUCCESS;
}
EMU_API cuStreamCreate(void** stream, unsigned flags) { return cuStreamCreateWithPriority(stream, flags, 0); }
EMU_API cuStreamDestroy_v2(void* stream) {
  if (!is<Stream>(stream)) return refuse(INVALID_HANDLE, "cuStreamDestroy", "this is no stream, or it was destroyed before");
  delete (Stream*)stream;
  return SUCCESS;
}
EMU_API cuStreamGetFlags(void* stream, unsigned* flags) { return stream_of(stream) ? (*flags = stream_of(stream)->flags, SUCCESS) : INVALID_HANDLE; }
EMU_API cuStreamGetPriority(void* stream, int* priority) { return stream_of(stream) ? (*priority = stream_of(stream)->priority, SUCCESS) : INVALID_HANDLE; }
static int wait(void* stream, const char* function) {
  Stream* s = stream_of(stream);
  if (!s) return refuse(INVALID_HANDLE, function, "this is no stream, or it was destroyed");
  if (s->capture) return refuse(CAPTURE_UNSUPPORTED, function, "the stream is being captured");
  return device_state(function);
}
EMU_API cuStreamSynchronize(void* stream) { return wait(stream, "cuStreamSynchronize"); }
EMU_API cuStreamQuery(void* stream) { return wait(stream, "cuStreamQuery"); }

EMU_API cuStreamBeginCapture_v2(void* stream, int) {
  if (int code = wait(stream, "cuStreamBeginCapture")) return code;
  if ((uintptr_t)stream <= 2) return refuse(CAPTURE_UNSUPPORTED, "cuStreamBeginCapture", "the default stream cannot be captured");
  Stream* s = stream_of(stream);
  s->capture = std::make_shared<Capture>();
  s->capture->origin = s;
  captures++;
  return SUCCESS;
}
EMU_API cuStreamEndCapture(void* stream, void** graph) {
  Stream* s = stream_of(stream);
  if (!s || !s->capture || s->capture->origin != s) return refuse(ILLEGAL_STATE, "cuStreamEndCapture", "no capture began on this stream");
  auto capture = std::move(s->capture);
  captures--;
  if (capture->streams > 1)
    return refuse(CAPTURE_UNJOINED, "cuStreamEndCapture", "another stream has joined the capture and was not waited for");
  return *graph = capture->graph.release(), SUCCESS;
}
EMU_API cuStreamIsCapturing(void* stream, int* status) {
  Stream* s = stream_of(stream);
  return s ? (*status = s->capture ? 1 : 0, SUCCESS) : INVALID_HANDLE;
}
EMU_API cuThreadExchangeStreamCaptureMode(int*) { return SUCCESS; }
