// Events: the time, and the way by which a second stream joins a capture and is joined again.
#include <chrono>

#include "api.h"

using namespace emu;

static Event* event_of(void* p) { return is<Event>(p) ? (Event*)p : nullptr; }

EMU_API cuEventCreate(void** event, unsigned flags) {
  if (int code = device_state("cuEventCreate")) return code;
  auto* e = new Event;
  e->flags = flags;
  return *event = e, SUCCESS;
}
EMU_API cuEventDestroy_v2(void* event) {
  if (!event_of(event)) return refuse(INVALID_HANDLE, "cuEventDestroy", "this is no event, or it was destroyed before");
  delete event_of(event);
  return SUCCESS;
}
EMU_API cuEventRecord(void* event, void* stream) {
  Event* e = event_of(event);
  Stream* s = stream_of(stream);
  if (!e || !s) return refuse(INVALID_HANDLE, "cuEventRecord", e ? "this is no stream" : "this is no event");
  if (int code = device_state("cuEventRecord")) return code;
  e->capture = s->capture;
  e->recorded_in = s->capture ? s : nullptr;
  if (s->capture) return SUCCESS;
  e->recorded = true;
  e->milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
  return SUCCESS;
}
EMU_API cuEventRecordWithFlags(void* event, void* stream, unsigned) { return cuEventRecord(event, stream); }

EMU_API cuStreamWaitEvent(void* stream, void* event, unsigned) {
  Event* e = event_of(event);
  Stream* s = stream_of(stream);
  if (!e || !s) return refuse(INVALID_HANDLE, "cuStreamWaitEvent", e ? "this is no stream" : "this is no event");
  auto capture = e->capture.lock();
  if (!capture) return device_state("cuStreamWaitEvent");
  if (!s->capture) {  // fork: the waiting stream joins the capture
    s->capture = capture;
    capture->streams++;
  } else if (s == capture->origin && e->recorded_in != s && e->recorded_in->capture == capture) {  // join: the other stream is free again
    e->recorded_in->capture.reset();
    capture->streams--;
  }
  return SUCCESS;
}
EMU_API cuEventSynchronize(void* event) {
  if (!event_of(event)) return refuse(INVALID_HANDLE, "cuEventSynchronize", "this is no event");
  if (!event_of(event)->capture.expired()) return refuse(CAPTURE_UNSUPPORTED, "cuEventSynchronize", "the event was recorded in a capture");
  return device_state("cuEventSynchronize");
}
EMU_API cuEventQuery(void* event) { return cuEventSynchronize(event); }
EMU_API cuEventElapsedTime(float* ms, void* from, void* to) {
  Event *a = event_of(from), *b = event_of(to);
  if (!a || !b || !a->recorded || !b->recorded || ((a->flags | b->flags) & 2))
    return refuse(INVALID_HANDLE, "cuEventElapsedTime", "both events must be recorded and made without DISABLE_TIMING");
  return *ms = (float)(b->milliseconds - a->milliseconds), SUCCESS;
}
