package io.pagestream.operators.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Page;
import java.util.List;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class HandOutPagesTest {

    @Test
    void pagesWaitUntilTheTaskHasTime() throws Exception {
        try (var hand = opened(null)) {
            hand.processElement(page("a", 0), 0);
            assertThat(hand.extractOutputValues()).isEmpty();

            hand.getTaskMailbox().drain().forEach(HandOutPagesTest::run);

            assertThat(hand.extractOutputValues()).containsExactly(page("a", 0));
        }
    }

    @Test
    void aSinglePageDoesNotStandBehindALongDocument() throws Exception {
        try (var hand = opened(null)) {
            for (int position = 0; position < 100; position++) {
                hand.processElement(page("long", position), 0);
            }
            hand.processElement(page("single", 0), 0);

            hand.endInput();

            List<Page> out = hand.extractOutputValues();
            assertThat(out).hasSize(101).startsWith(page("long", 0), page("single", 0), page("long", 1));
            assertThat(out).endsWith(page("long", 99));
        }
    }

    @Test
    void whatWaitsIsHandedOutAfterARestore() throws Exception {
        OperatorSubtaskState snapshot;
        try (var hand = opened(null)) {
            hand.processElement(page("a", 0), 0);
            hand.processElement(page("a", 1), 0);
            snapshot = hand.snapshot(1, 1);
            assertThat(hand.extractOutputValues()).isEmpty();
        }
        try (var hand = opened(snapshot)) {
            hand.endInput();

            assertThat(hand.extractOutputValues()).containsExactly(page("a", 0), page("a", 1));
        }
    }

    @Test
    void whenManyWaitADocumentPushesSomeOutAndALongOneIsTakenWhole() throws Exception {
        try (var hand = opened(null)) {
            for (int position = 0; position < 2 * HandOutPages.SOFT; position++) {
                hand.processElement(page("long", position), 0);
            }
            assertThat(hand.extractOutputValues()).isEmpty();

            hand.processElement(page("next", 0), 0);

            assertThat(hand.extractOutputValues()).hasSize(HandOutPages.PUSHED);
        }
    }

    private static void run(org.apache.flink.streaming.runtime.tasks.mailbox.Mail mail) {
        try {
            mail.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Page page(String document, int position) {
        return Page.newBuilder()
                .setDocumentId(document)
                .setIndex(position)
                .setPosition(position)
                .setCount(1)
                .setSource(new ClaimCheck("file:///" + document, -1L, ""))
                .setMediaType("application/pdf")
                .build();
    }

    private static OneInputStreamOperatorTestHarness<Page, Page> opened(OperatorSubtaskState snapshot)
            throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(new HandOutPages());
        harness.setup(new AvroTypeInfo<>(Page.class)
                .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (snapshot != null) {
            harness.initializeState(snapshot);
        }
        harness.open();
        return harness;
    }
}
