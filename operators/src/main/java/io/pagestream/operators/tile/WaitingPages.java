package io.pagestream.operators.tile;

import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pages that wait, and whose turn it is: of the lane INTERACTIVE before BACKFILL, which gets each {@link #BACKFILL_TURN}th
 * turn; in a lane of all tenants in turn, of a tenant of all its documents in turn, of a document in the order of arrival.
 * One thread.
 */
final class WaitingPages {

    static final int BACKFILL_TURN = 16;

    private final Row interactive = new Row();
    private final Row backfill = new Row();
    private int turns;

    void add(Page page) {
        row(page.getLane()).add(page);
    }

    /** Takes the next one out; there has to be one. */
    Page next() {
        turns++;
        boolean itsTurn = turns % BACKFILL_TURN == 0 || interactive.pages == 0;
        return itsTurn && backfill.pages > 0 ? backfill.next() : interactive.next();
    }

    int pages() {
        return interactive.pages + backfill.pages;
    }

    /** Those of {@code lane}. */
    int pages(Lane lane) {
        return row(lane).pages;
    }

    /** Documents with a page that waits. */
    int documents() {
        return interactive.documents + backfill.documents;
    }

    /** An unknown lane is INTERACTIVE, as the schema says. */
    private Row row(Lane lane) {
        return lane == Lane.BACKFILL ? backfill : interactive;
    }

    /** Whoever was served goes to the end. */
    private static final class Row {

        private final Map<String, Map<String, Deque<Page>>> tenants = new LinkedHashMap<>();
        private volatile int pages; // read by who shows it
        private int documents;

        void add(Page page) {
            tenants.computeIfAbsent(page.getTenant(), tenant -> new LinkedHashMap<>())
                    .computeIfAbsent(page.getDocumentId(), id -> {
                        documents++;
                        return new ArrayDeque<>();
                    })
                    .add(page);
            pages++;
        }

        Page next() {
            var tenant = removeFirst(tenants);
            var document = removeFirst(tenant.getValue());
            Page page = document.getValue().remove();
            pages--;
            if (document.getValue().isEmpty()) {
                documents--;
            } else {
                tenant.getValue().put(document.getKey(), document.getValue());
            }
            if (!tenant.getValue().isEmpty()) {
                tenants.put(tenant.getKey(), tenant.getValue());
            }
            return page;
        }

        private static <V> Map.Entry<String, V> removeFirst(Map<String, V> row) {
            var first = row.entrySet().iterator().next();
            row.remove(first.getKey());
            return first;
        }
    }
}
