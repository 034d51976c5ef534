package io.pagestream.jobs.replay;

import io.pagestream.schemas.DeadLetter;
import java.time.Instant;

/**
 * A letter, and where it was found.
 *
 * @param letter as it was written
 * @param time when it was written
 * @param place names it for ever: no two letters share one
 */
record Found(DeadLetter letter, Instant time, String place) {}
