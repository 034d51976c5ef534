package io.pagestream.engine.schedule;

import io.pagestream.engine.request.Terms;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who is started next: first what had to make room and waits to go on, then by priority, then the tenant that has been
 * given the fewest tokens, then the order of arrival. Belongs to the engine thread.
 *
 * <p>Shares follow start-time fair queueing (Goyal et al. 1996) with equal weights: a tenant pays for a sequence when it is
 * started, and one that comes new begins where the least served of the others stands, not with credit for its absence.
 */
final class WaitingLine {

    /** After so many others were started before it, a backfill counts as interactive. */
    static final int AGEING = 64;

    private static final class Tenant {
        private long served;
        private int open;
    }

    /** @param number of its arrival; @param startsBefore others that had been started when it came */
    private record Place(long number, long startsBefore, boolean resumes) {}

    private final Map<Sequence, Place> waiting = new LinkedHashMap<>();
    private final Map<Sequence, Place> inside = new HashMap<>(); // started and not yet left
    private final Map<String, Tenant> tenants = new HashMap<>();
    private long arrivals;
    private long starts;

    void add(Sequence sequence) {
        String name = sequence.request().terms().tenant();
        Tenant tenant = tenants.get(name);
        if (tenant == null) {
            tenant = new Tenant();
            tenant.served = tenants.values().stream()
                    .mapToLong(other -> other.served)
                    .min()
                    .orElse(0);
            tenants.put(name, tenant);
        }
        tenant.open++;
        waiting.put(sequence, new Place(arrivals++, starts, false));
    }

    /** The next one of those that {@code mayStart}, which stays in the line. */
    Optional<Sequence> next(Predicate<Sequence> mayStart) {
        Sequence best = null;
        for (Sequence sequence : waiting.keySet()) {
            if ((best == null || isBefore(sequence, best)) && mayStart.test(sequence)) {
                best = sequence;
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean isBefore(Sequence sequence, Sequence other) {
        Place mine = waiting.get(sequence);
        Place its = waiting.get(other);
        if (mine.resumes != its.resumes) {
            return mine.resumes;
        }
        if (isInteractive(sequence, mine) != isInteractive(other, its)) {
            return isInteractive(sequence, mine);
        }
        long served = served(sequence);
        long servedOther = served(other);
        return served == servedOther ? mine.number < its.number : served < servedOther;
    }

    private boolean isInteractive(Sequence sequence, Place place) {
        return sequence.request().terms().priority() == Terms.Priority.INTERACTIVE
                || starts - place.startsBefore >= AGEING;
    }

    private long served(Sequence sequence) {
        return tenants.get(sequence.request().terms().tenant()).served;
    }

    void started(Sequence sequence) {
        Place place = waiting.remove(sequence);
        inside.put(sequence, place);
        if (!place.resumes) {
            starts++;
            tenants.get(sequence.request().terms().tenant()).served += sequence.promptTokens()
                    + (long) sequence.width() * (sequence.mostComputed() - sequence.promptTokens());
        }
    }

    /** It had to make room and goes on before all that have not been started yet. */
    void waitsAgain(Sequence sequence) {
        Place place = inside.remove(sequence);
        waiting.put(sequence, new Place(place.number, place.startsBefore, true));
    }

    /** Whether {@code sequence} is to make room rather than {@code other}; both are started. */
    boolean isLessImportant(Sequence sequence, Sequence other) {
        Place mine = inside.get(sequence);
        Place its = inside.get(other);
        boolean interactive = isInteractive(sequence, mine);
        return interactive == isInteractive(other, its) ? mine.number > its.number : !interactive;
    }

    /** It has left for good; nothing happens when it is not here. */
    void left(Sequence sequence) {
        if (waiting.remove(sequence) == null && inside.remove(sequence) == null) {
            return;
        }
        String name = sequence.request().terms().tenant();
        if (--tenants.get(name).open == 0) {
            tenants.remove(name);
        }
    }

    int size() {
        return waiting.size();
    }
}
