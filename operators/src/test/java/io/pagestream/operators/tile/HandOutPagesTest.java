package io.pagestream.operators.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class HandOutPagesTest {

    private static final int KEY_GROUPS = 8;

    @Test
    void pagesWaitUntilTheTaskHasTime() throws Exception {
        try (var hand = opened(null, 1, 0)) {
            hand.processElement(page("a", 0), 0);
            assertThat(hand.extractOutputValues()).isEmpty();

            run(hand);
            run(hand);

            assertThat(hand.extractOutputValues()).containsExactly(page("a", 0));
        }
    }

    @Test
    void whatComesInTheMeantimeIsTakenInBeforeAPageIsHandedOut() throws Exception {
        try (var hand = opened(null, 1, 0)) {
            for (int position = 0; position < 50; position++) {
                hand.processElement(page("long", position), 0);
                run(hand);
            }
            assertThat(hand.extractOutputValues()).isEmpty();
            hand.processElement(page("single", 0), 0);
            run(hand);
            run(hand);
            run(hand);

            assertThat(hand.extractOutputValues()).containsExactly(page("long", 0), page("single", 0));
        }
    }

    @Test
    void aSinglePageGoesBeforeABackfill() throws Exception {
        try (var hand = opened(null, 1, 0)) {
            for (int position = 0; position < 100; position++) {
                hand.processElement(WaitingPagesTest.page("", "archive", Lane.BACKFILL, position), 0);
            }
            hand.processElement(page("single", 0), 0);

            hand.endInput();

            assertThat(hand.extractOutputValues()).hasSize(101).startsWith(page("single", 0));
        }
    }

    @Test
    void whatWaitsIsHandedOutOnceAfterARestoreWithAnotherParallelism() throws Exception {
        OperatorSubtaskState snapshot;
        List<Page> pages = new ArrayList<>();
        try (var hand = opened(null, 1, 0)) {
            for (int position = 0; position < 40; position++) {
                pages.add(page("a", position));
                hand.processElement(page("a", position), 0);
            }
            run(hand);
            run(hand);
            assertThat(hand.extractOutputValues()).containsExactly(page("a", 0));
            snapshot = hand.snapshot(1, 1);
        }
        List<Page> out = new ArrayList<>();
        for (int subtask = 0; subtask < 2; subtask++) {
            OperatorSubtaskState own =
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(snapshot, KEY_GROUPS, 1, 2, subtask);
            try (var hand = opened(own, 2, subtask)) {
                hand.endInput();
                assertThat(hand.extractOutputValues()).isNotEmpty();
                out.addAll(hand.extractOutputValues());
            }
        }
        assertThat(out).containsExactlyInAnyOrderElementsOf(pages.subList(1, 40));
    }

    @Test
    void ofVeryManyDocumentsNoMoreAreTakenInThanAreHandedOut() throws Exception {
        try (var hand = opened(null, 1, 0)) {
            for (int document = 0; document < HandOutPages.DOCUMENTS + 5; document++) {
                hand.processElement(page("document " + document, 0), 0);
            }
            assertThat(hand.extractOutputValues()).hasSize(5);
        }
    }

    private static void run(KeyedOneInputStreamOperatorTestHarness<String, Page, Page> hand) throws Exception {
        for (Mail mail : hand.getTaskMailbox().drain()) {
            mail.run();
        }
    }

    private static Page page(String document, int position) {
        return WaitingPagesTest.page("", document, Lane.INTERACTIVE, position);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Page, Page> opened(
            OperatorSubtaskState snapshot, int parallelism, int subtask) throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<String, Page, Page>(
                new HandOutPages(), TilePage::keyOf, Types.STRING, KEY_GROUPS, parallelism, subtask);
        harness.setup(new AvroTypeInfo<>(Page.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
