package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The masks that were made last: of each state the one that holds far from the limit of tokens, and those near it. Bounded; one
 * thread at a time, as the machine.
 */
final class RememberedMasks {

    private final Map<State, List<Mask>> masks = new LinkedHashMap<>(16, 0.75f, true);
    private int count;

    /** Whether there is one of {@code state}. */
    boolean knows(State state) {
        return masks.containsKey(state);
    }

    /**
     * @param tokens left behind the one that is chosen
     * @return null when there is none that holds
     */
    Mask find(State state, int tokens) {
        for (Mask mask : masks.getOrDefault(state, List.of())) {
            if (mask.holds(tokens)) {
                return mask;
            }
        }
        return null;
    }

    /** Forgets the states that were not asked for the longest when there are too many masks. */
    void put(State state, Mask mask) {
        masks.computeIfAbsent(state, none -> new ArrayList<>(1)).add(mask);
        count++;
        for (Iterator<List<Mask>> eldest = masks.values().iterator(); count > Limits.REMEMBERED_MASKS; ) {
            count -= eldest.next().size();
            eldest.remove();
        }
    }
}
