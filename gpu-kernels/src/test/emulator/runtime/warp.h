// The meeting of lanes that all warp collectives are made of.
#pragma once

#include "block.h"

namespace emu {

/**
 * The running lane waits until all lanes of `mask` that are still in the kernel have come to the same collective with the
 * same mask. The last one calls f(warp, lanes), then all go on.
 */
template <class F> void meet(unsigned mask, Collective collective, F f) {
  Thread& me = *current;
  Warp& warp = *me.warp;
  if (!(mask >> me.self.lane & 1))
    fail(LAUNCH_FAILED, std::string(name_of(collective)) + ": wrong mask, lane " + std::to_string(me.self.lane) + " calls it and is not in it");
  me.mask = mask;
  me.collective = collective;
  warp.waiting |= 1u << me.self.lane;
  const unsigned lanes = mask & warp.live;
  bool all = (warp.waiting & lanes) == lanes;
  for (unsigned l = 0; all && l < 32; l++)
    if (lanes >> l & 1) all = warp.lane[l]->mask == mask && warp.lane[l]->collective == collective;
  if (!all) {
    me.wait = Wait::WARP;
    yield();
    return;
  }
  f(warp, lanes);
  warp.waiting &= ~lanes;
  for (unsigned l = 0; l < 32; l++)
    if (lanes >> l & 1) warp.lane[l]->wait = Wait::READY;
}

/** mma.sync and ldmatrix take the whole warp. */
template <class F> void meet_whole_warp(Collective collective, F f) {
  meet(~0u, collective, [&](Warp& w, unsigned lanes) {
    if (lanes != ~0u) fail(LAUNCH_FAILED, std::string(name_of(collective)) + " needs all 32 lanes; some have left the kernel or do not exist");
    f(w);
  });
}

}  // namespace emu
