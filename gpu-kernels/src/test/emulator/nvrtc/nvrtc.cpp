// The functions of nvrtc.h that JCuda binds.
#include <cstring>
#include <string>

#include "compile.h"

using namespace emu;

#define EMU_API extern "C" int

enum { OK = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION = 6, NO_NAME = 10 };

struct Program {
  Source source;
  Compiled compiled;
};

EMU_API nvrtcVersion(int* major, int* minor) { return *major = 12, *minor = 6, OK; }
static const int ARCHITECTURES[] = {70, 75, 80, 86, 87, 89, 90};
EMU_API nvrtcGetNumSupportedArchs(int* n) { return *n = sizeof ARCHITECTURES / sizeof(int), OK; }
EMU_API nvrtcGetSupportedArchs(int* archs) { return memcpy(archs, ARCHITECTURES, sizeof ARCHITECTURES), OK; }

EMU_API nvrtcCreateProgram(Program** program, const char* text, const char* name, int headers, const char* const* header_texts, const char* const* header_names) {
  if (!text) return INVALID_INPUT;
  *program = new Program;
  (*program)->source = {name ? name : "", text, {}};
  for (int i = 0; i < headers; i++) (*program)->source.headers[header_names[i]] = header_texts[i];
  return OK;
}
EMU_API nvrtcDestroyProgram(Program** program) {
  if (!program || !*program) return INVALID_PROGRAM;
  delete *program;
  return *program = nullptr, OK;
}
EMU_API nvrtcCompileProgram(Program* program, int n, const char* const* options) {
  if (!program) return INVALID_PROGRAM;
  program->compiled = compile(program->source, {options, options + n});
  return program->compiled.ok ? OK : COMPILATION;
}

EMU_API nvrtcGetCUBINSize(Program* p, size_t* bytes) { return p && p->compiled.ok ? (*bytes = p->compiled.image.size(), OK) : INVALID_PROGRAM; }
EMU_API nvrtcGetCUBIN(Program* p, char* image) {
  if (!p || !p->compiled.ok) return INVALID_PROGRAM;
  return memcpy(image, p->compiled.image.data(), p->compiled.image.size()), OK;
}
EMU_API nvrtcGetProgramLogSize(Program* p, size_t* bytes) { return p ? (*bytes = p->compiled.log.size() + 1, OK) : INVALID_PROGRAM; }
EMU_API nvrtcGetProgramLog(Program* p, char* log) { return p ? (memcpy(log, p->compiled.log.c_str(), p->compiled.log.size() + 1), OK) : INVALID_PROGRAM; }

// Kernels are extern "C" here, so the lowered name is the name.
EMU_API nvrtcAddNameExpression(Program* p, const char*) { return p ? OK : INVALID_PROGRAM; }
EMU_API nvrtcGetLoweredName(Program* p, const char* name, const char** lowered) { return p ? (*lowered = name, OK) : NO_NAME; }

// There is no text that a driver would take: see the README.
#define REFUSED(NAME) EMU_API NAME(Program*, void*) { return INVALID_INPUT; }
REFUSED(nvrtcGetPTXSize) REFUSED(nvrtcGetPTX) REFUSED(nvrtcGetLTOIRSize) REFUSED(nvrtcGetLTOIR) REFUSED(nvrtcGetNVVMSize) REFUSED(nvrtcGetNVVM)
REFUSED(nvrtcGetOptiXIRSize) REFUSED(nvrtcGetOptiXIR)

extern "C" const char* nvrtcGetErrorString(int code) {
  switch (code) {
    case OK: return "NVRTC_SUCCESS";
    case INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT (the emulator gives CUBINs only: compile for sm_XX)";
    case INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case COMPILATION: return "NVRTC_ERROR_COMPILATION";
    default: return "NVRTC_ERROR";
  }
}
