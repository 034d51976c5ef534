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
        if (free.freeCount() == 0 && !forgetOne()) {
            return OptionalInt.empty();
        }
        int place = free.take();
        users[place] = 1;
        return OptionalInt.of(place);
    }

    private boolean forgetOne() {
        Iterator<Integer> eldest = idle.iterator();
        if (!eldest.hasNext()) {
            return false;
        }
        int place = eldest.next();
        eldest.remove();
        remembered.remove(names.set(place, null));
        free.give(place);
        return true;
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
