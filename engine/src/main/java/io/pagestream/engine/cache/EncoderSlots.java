package io.pagestream.engine.cache;

import io.pagestream.imaging.tile.Fingerprint;
import java.util.OptionalInt;

/**
 * The places for vectors of encoded tiles: one slot holds one tile from its encoding until the decoder has computed the
 * last of its rows, and after that until the slot is needed for another: a further question about the page finds it.
 * Belongs to the engine thread.
 */
public final class EncoderSlots {

    /** What a slot holds: one view of an image. */
    public record View(Fingerprint image, int number) {}

    private final SharedPlaces<View> places;

    /** @param tiles how many may be kept at the same time */
    public EncoderSlots(int tiles) {
        this.places = new SharedPlaces<>("encoder slot", tiles);
    }

    /** A slot for one tile; none means that rows have to be computed before more tiles are encoded. */
    public OptionalInt tryTake() {
        return places.tryTake();
    }

    /** The slot that holds this view already, with one user more. */
    public OptionalInt share(View view) {
        return places.share(view);
    }

    /** A slot that is in use holds this view now. */
    public void remember(int slot, View view) {
        places.remember(slot, view);
    }

    /** Nobody finds this view any more. */
    public void forget(View view) {
        places.forget(view);
    }

    public void give(int slot) {
        places.give(slot);
    }

    public int slots() {
        return places.size();
    }

    /** Slots with a user. */
    public int inUse() {
        return places.size() - places.available();
    }
}
