#include "fault.h"

#include <cstdio>

#include "block.h"

namespace emu {

FaultBook& FaultBook::get() {
  static FaultBook& book = *new FaultBook;
  return book;
}
int FaultBook::code() {
  std::lock_guard<std::mutex> hold(mutex_);
  return first_.code;
}
std::string FaultBook::text() {
  std::lock_guard<std::mutex> hold(mutex_);
  return first_.text;
}
void FaultBook::write(const Fault& fault) {
  std::lock_guard<std::mutex> hold(mutex_);
  if (first_.code) return;
  first_ = fault;
  fprintf(stderr, "emulator: %s\n", fault.text.c_str());
}
void FaultBook::clear() {
  std::lock_guard<std::mutex> hold(mutex_);
  first_ = {};
}

static std::string coordinates(const EmuIndex& i) {
  return "(" + std::to_string(i.x) + "," + std::to_string(i.y) + "," + std::to_string(i.z) + ")";
}

std::string where(const Thread& t) {
  std::string text = "kernel " + t.block->launch->name + ", block " + coordinates(t.self.block) + ", thread " + coordinates(t.self.thread);
  if (t.site.file) text += ", at or after " + std::string(t.site.file) + ":" + std::to_string(t.site.line);
  return text;
}

void fail(FaultCode code, const std::string& text) {
  Thread& t = *current;
  t.block->fault({code, where(t) + ": " + text});
  leave_to_scheduler();
}

extern "C" void emu_fault(const char* text) { fail(std::string(text).find("misaligned") == std::string::npos ? LAUNCH_FAILED : MISALIGNED_ADDRESS, text); }

}  // namespace emu
