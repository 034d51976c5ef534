package io.pagestream.operators.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingPagesTest {

    private final WaitingPages waiting = new WaitingPages();

    @Test
    void documentsOfOneTenantTakeTurns() {
        add("", "long", Lane.INTERACTIVE, 3);
        add("", "single", Lane.INTERACTIVE, 1);

        assertThat(all()).containsExactly("long 0", "single 0", "long 1", "long 2");
    }

    @Test
    void aTenantGetsNoMoreTurnsForMoreDocuments() {
        add("many", "a", Lane.INTERACTIVE, 1);
        add("many", "b", Lane.INTERACTIVE, 1);
        add("many", "c", Lane.INTERACTIVE, 1);
        add("few", "d", Lane.INTERACTIVE, 2);

        assertThat(all()).containsExactly("a 0", "d 0", "b 0", "d 1", "c 0");
    }

    @Test
    void backfillGoesBehindButNotForEver() {
        add("", "archive", Lane.BACKFILL, 2);
        add("", "a", Lane.INTERACTIVE, 2 * WaitingPages.BACKFILL_TURN);

        List<String> order = all();

        assertThat(order.indexOf("archive 0")).isEqualTo(WaitingPages.BACKFILL_TURN - 1);
        assertThat(order.indexOf("archive 1")).isEqualTo(2 * WaitingPages.BACKFILL_TURN - 1);
        assertThat(order).hasSize(2 + 2 * WaitingPages.BACKFILL_TURN);
    }

    @Test
    void whatWaitsIsCounted() {
        add("", "archive", Lane.BACKFILL, 2);
        add("", "a", Lane.UNKNOWN, 1);

        assertThat(waiting.pages(Lane.BACKFILL)).isEqualTo(2);
        assertThat(waiting.pages(Lane.INTERACTIVE)).isEqualTo(1);
        assertThat(waiting.documents()).isEqualTo(2);
        waiting.next();
        assertThat(waiting.documents()).isEqualTo(1);
        all();
        assertThat(waiting.documents()).isZero();
    }

    private void add(String tenant, String document, Lane lane, int pages) {
        for (int position = 0; position < pages; position++) {
            waiting.add(page(tenant, document, lane, position));
        }
    }

    static Page page(String tenant, String document, Lane lane, int position) {
        return Page.newBuilder()
                .setDocumentId(document)
                .setIndex(position)
                .setPosition(position)
                .setCount(1)
                .setSource(new ClaimCheck("file:///" + document, -1L, ""))
                .setMediaType("application/pdf")
                .setTenant(tenant)
                .setLane(lane)
                .build();
    }

    private List<String> all() {
        List<String> order = new ArrayList<>();
        while (waiting.pages() > 0) {
            Page page = waiting.next();
            order.add(page.getDocumentId() + " " + page.getPosition());
        }
        return order;
    }
}
