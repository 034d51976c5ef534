package io.pagestream.engine.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Numbered places for contents that several may use. A place whose content has a name is remembered: when the last user has
 * left, it stays until its place is needed; of those without users the one that was used longest ago goes first. Belongs
 * to one thread.
 *
 * @param <K> names contents
 */
final class SharedPlaces<K> {

    /** Places that are forgotten together, so that what comes into them lies side by side too. */
    private static final int STRETCH = 32;

    private final String what;
    private final FreeList free;
    private final int[] users;
    private final List<K> names;
    private final Map<K, Integer> remembered = new HashMap<>();
    private final LinkedHashSet<Integer> idle =
            new LinkedHashSet<>(); // remembered, without users, longest unused first

    SharedPlaces(String what, int size) {
        this.what = what;
        this.free = new FreeList(what, size);
        this.users = new int[size];
        this.names = new ArrayList<>(java.util.Collections.nCopies(size, null));
    }

    /** A place of undefined content with one user; none means that somebody has to wait. */
    OptionalInt tryTake() {
        if (free.freeCount() == 0) {
            forgetEldest(1);
        }
        return free.freeCount() == 0 ? OptionalInt.empty() : OptionalInt.of(use(free.take()));
    }

    /**
     * The same, and the place beside {@code before} if it can be had.
     *
     * @param before -1 for none
     */
    OptionalInt tryTakeAfter(int before) {
        if (free.freeCount() == 0) {
            forgetEldest(STRETCH);
        }
        return free.freeCount() == 0 ? OptionalInt.empty() : OptionalInt.of(use(free.takeAfter(before)));
    }

    private int use(int place) {
        users[place] = 1;
        return place;
    }

    /** Frees what nobody has used for longest, and what would go next as long as it lies beside that. */
    private void forgetEldest(int most) {
        Iterator<Integer> eldest = idle.iterator();
        int last = -1;
        for (int i = 0; i < most && eldest.hasNext(); i++) {
            int place = eldest.next();
            if (i > 0 && Math.abs(place - last) != 1) {
                return;
            }
            eldest.remove();
            remembered.remove(names.set(place, null));
            free.give(place);
            last = place;
        }
    }

    boolean remembers(K content) {
        return remembered.containsKey(content);
    }

    /** Adds a user to the place that has this content, if there is one. */
    OptionalInt share(K content) {
        Integer place = remembered.get(content);
        if (place == null) {
            return OptionalInt.empty();
        }
        if (users[place]++ == 0) {
            idle.remove(place);
        }
        return OptionalInt.of(place);
    }

    /** Adds a user to a place that is in use. */
    void addUser(int place) {
        requireUsed(place);
        users[place]++;
    }

    /** Gives the content of a place its name; nothing happens when another place has that content already. */
    void remember(int place, K content) {
        requireUsed(place);
        if (names.get(place) == null && remembered.putIfAbsent(content, place) == null) {
            names.set(place, content);
        }
    }

    /** Nobody finds this content any more; who uses it keeps it. */
    void forget(K content) {
        Integer place = remembered.remove(content);
        if (place != null) {
            names.set(place, null);
            if (idle.remove(place)) {
                free.give(place);
            }
        }
    }

    /** Takes one user off a place. */
    void give(int place) {
        requireUsed(place);
        if (--users[place] > 0) {
            return;
        }
        if (names.get(place) == null) {
            free.give(place);
        } else {
            idle.add(place);
        }
    }

    private void requireUsed(int place) {
        if (users[place] == 0) {
            throw new IllegalStateException(what + " " + place + " was given back, but nobody had taken it");
        }
    }

    int size() {
        return free.size();
    }

    /** Places that can be taken. */
    int available() {
        return free.freeCount() + idle.size();
    }
}
