#include "warp.h"

namespace emu {

extern "C" void emu_sync_warp(unsigned mask) {
  meet(mask, Collective::SYNC_WARP, [](Warp&, unsigned) {});
}

/** The lane that `lane` reads, as PTX shfl.sync says: out of range means its own value. */
static unsigned source_of(unsigned lane, int arg, int width, int mode) {
  const int first = (int)lane & ~(width - 1), end = first + width, l = (int)lane;
  switch (mode) {
    case 0: return (unsigned)(first + (arg & (width - 1)));
    case 1: return (unsigned)(l - arg < first ? l : l - arg);
    case 2: return (unsigned)(l + arg >= end ? l : l + arg);
    default: return (unsigned)((l ^ arg) >= end ? l : l ^ arg);
  }
}

extern "C" unsigned long long emu_shuffle(unsigned mask, unsigned long long value, int arg, int width, int mode) {
  Thread& me = *current;
  Warp& warp = *me.warp;
  if (width < 1 || width > 32 || (width & (width - 1)))
    fail(LAUNCH_FAILED, "shuffle of width " + std::to_string(width) + ": expected a power of two up to 32");
  const unsigned lane = me.self.lane, source = source_of(lane, arg & 31, width, mode);
  // Checked before waiting, so that the message names the line of this lane.
  if (!(mask >> source & 1))
    fail(LAUNCH_FAILED, "shuffle: wrong mask, lane " + std::to_string(lane) + " reads lane " + std::to_string(source) + ", which is not in it");
  warp.in64[lane] = value;
  warp.in[lane][0] = source;
  meet(mask, Collective::SHUFFLE, [](Warp& w, unsigned lanes) {
    for (int l = 0; l < 32; l++) {
      if (!(lanes >> l & 1)) continue;
      const unsigned from = w.in[l][0];
      w.out64[l] = w.in64[from];
      w.out[l][0] = lanes >> from & 1;
    }
  });
  if (!warp.out[lane][0])
    fail(LAUNCH_FAILED, "shuffle: lane " + std::to_string(lane) + " reads lane " + std::to_string(source) + ", which does not exist or has left the kernel");
  return warp.out64[lane];
}

extern "C" unsigned emu_ballot(unsigned mask, bool predicate) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  warp.in64[lane] = predicate;
  meet(mask, Collective::BALLOT, [](Warp& w, unsigned lanes) {
    uint64_t all = 0;
    for (int l = 0; l < 32; l++)
      if (lanes >> l & 1) all |= w.in64[l] << l;
    for (int l = 0; l < 32; l++)
      if (lanes >> l & 1) w.out64[l] = all;
  });
  return (unsigned)warp.out64[lane];
}

extern "C" unsigned emu_match_any(unsigned mask, unsigned long long value) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  warp.in64[lane] = value;
  meet(mask, Collective::MATCH, [](Warp& w, unsigned lanes) {
    for (int l = 0; l < 32; l++) {
      if (!(lanes >> l & 1)) continue;
      w.out64[l] = 0;
      for (int k = 0; k < 32; k++)
        if (lanes >> k & 1 && w.in64[k] == w.in64[l]) w.out64[l] |= 1u << k;
    }
  });
  return (unsigned)warp.out64[lane];
}

static unsigned reduce(unsigned a, unsigned b, int op, bool is_signed) {
  const bool less = is_signed ? (int)a < (int)b : a < b;
  switch (op) {
    case 0: return a + b;
    case 1: return less ? a : b;
    case 2: return less ? b : a;
    case 3: return a & b;
    case 4: return a | b;
    default: return a ^ b;
  }
}

extern "C" unsigned emu_reduce(unsigned mask, unsigned value, int op, bool is_signed) {
  Warp& warp = *current->warp;
  const unsigned lane = current->self.lane;
  warp.in64[lane] = value;
  meet(mask, Collective::REDUCE, [=](Warp& w, unsigned lanes) {
    unsigned first = (unsigned)__builtin_ctz(lanes), all = (unsigned)w.in64[first];
    for (unsigned l = first + 1; l < 32; l++)
      if (lanes >> l & 1) all = reduce(all, (unsigned)w.in64[l], op, is_signed);
    for (int l = 0; l < 32; l++)
      if (lanes >> l & 1) w.out64[l] = all;
  });
  return (unsigned)warp.out64[lane];
}

/** A card may answer with fewer lanes; only that the caller is among them is promised. */
extern "C" unsigned emu_active_mask() { return 1u << current->self.lane; }

}  // namespace emu
