// A fault: what a kernel did wrong. The first one of a launch is kept, and the context answers with its code from then on.
#pragma once

#include <mutex>
#include <string>

namespace emu {

/** The codes of CUresult that a kernel's mistake becomes. */
enum FaultCode { ILLEGAL_ADDRESS = 700, MISALIGNED_ADDRESS = 716, LAUNCH_FAILED = 719 };

struct Fault {
  int code = 0;
  std::string text;
};

/** The context's fault. It stays until the primary context is reset, as on a card. */
class FaultBook {
 public:
  static FaultBook& get();
  int code();
  std::string text();
  /** Keeps the first fault and prints it. */
  void write(const Fault& fault);
  void clear();

 private:
  std::mutex mutex_;
  Fault first_;
};

/** Ends the running thread's launch with this fault; only from inside a kernel. */
[[noreturn]] void fail(FaultCode code, const std::string& text);

}  // namespace emu
