package io.pagestream.imaging.isolated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class IsolatedDecoderTest {

    private static final DecodeLimits SHORT =
            new DecodeLimits(1 << 20, 1_000_000, 10, Duration.ofSeconds(20), Duration.ofSeconds(1));

    private final DecoderPool pool = hostile(1);

    @AfterEach
    void endChildren() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({
        "exit, DECODER_CRASHED, code 7",
        "kill, DECODER_CRASHED, signal 9",
        "heap, OUT_OF_MEMORY, heap of its process",
        "hang, TIMED_OUT, no answer",
        "throw, DECODER_CRASHED, unforeseen"
    })
    void aPageThatEndsItsProcessTwiceIsRefusedAndTheOtherPagesGoOn(String wish, Reason reason, String said)
            throws Exception {
        try (PageCursor cursor = open(wish)) {
            assertThat(cursor.page(0).pixels()).containsExactly(1, 2, 0);

            DecodeException refused = catchThrowableOfType(DecodeException.class, () -> cursor.page(1));

            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.attempts()).isEqualTo(2);
            assertThat(refused).hasMessageContainingAll(said, "fresh process");
            assertThat(cursor.page(2).pixels()).containsExactly(1, 2, 2);
        }
        assertThat(children()).as("whoever was lost is gone").hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aPageThatEndsItsProcessOnceIsReadInAFreshOne(@TempDir Path folder) throws Exception {
        try (PageCursor cursor = open("once " + folder.resolve("mark"))) {
            assertThat(cursor.page(1).pixels()).containsExactly(1, 2, 1);
        }
    }

    @Test
    void aDocumentThatEndsItsProcessWhenItIsOpenedIsRefused() {
        assertThatThrownBy(() -> open("at-open"))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DECODER_CRASHED));
    }

    @Test
    void aCallerThatIsInterruptedComesBackAtOnceAndTheProcessIsEnded() throws Exception {
        try (PageCursor cursor = open("hang")) {
            Thread caller = Thread.currentThread();
            Thread interrupter = new Thread(() -> {
                pause();
                caller.interrupt();
            });
            interrupter.start();
            long start = System.nanoTime();

            assertThatThrownBy(() -> cursor.page(1)).isInstanceOf(CancellationException.class);

            assertThat(Thread.interrupted()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            interrupter.join();
        }
        awaitChildren(0);
    }

    @Test
    void oneProcessIsUsedForManyDocuments() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (PageCursor cursor = open("fine" + i)) {
                cursor.page(0);
            }
        }

        assertThat(children()).hasSize(1);
    }

    @Test
    void aDocumentThatTheChildHasForgottenIsSentAgain() throws Exception {
        try (PageCursor first = open("fine")) {
            for (int i = 0; i < 2 * Wire.OPEN_DOCUMENTS; i++) {
                open("other" + i);
            }

            assertThat(first.page(2).pixels()).containsExactly(1, 2, 2);
        }
    }

    @Test
    void aProcessThatDoesNotComeUpIsTheMachinesFaultAndSaidWithItsCommand() {
        List<String> broken = ChildCommand.of(options(1), "no.such.Program", ChildCommand.classPath());

        assertThatThrownBy(() -> DecoderPool.started(options(1), broken))
                .isInstanceOf(DecoderUnavailable.class)
                .hasMessageContainingAll("did not come up", "no.such.Program", "ClassNotFoundException");
    }

    @Test
    void processesAreSharedByLeasesAndEndWithTheLastOne() throws Exception {
        awaitChildren(0); // those of other tests may still be ending
        IsolatedDecoder first = IsolatedDecoder.lease(options(3));
        IsolatedDecoder second = IsolatedDecoder.lease(options(3));
        assertThat(children()).hasSize(1);

        first.close();
        first.close();
        assertThat(children()).hasSize(1);
        second.close();

        awaitChildren(0);
    }

    private PageCursor open(String wish) throws DecodeException {
        return IsolatedCursor.open(pool, ("!" + wish).getBytes(StandardCharsets.UTF_8), "");
    }

    private static ProcessOptions options(int processes) {
        return new ProcessOptions(RenderRule.DEFAULT, SHORT, 64 << 20, processes);
    }

    private static DecoderPool hostile(int processes) {
        Set<Path> places = new LinkedHashSet<>(ChildCommand.classPath());
        places.add(Path.of("target", "test-classes").toAbsolutePath());
        ProcessOptions options = options(processes);
        return new DecoderPool(options, ChildCommand.of(options, HostileMain.class.getName(), places));
    }

    private static List<ProcessHandle> children() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
    }

    private static void awaitChildren(int count) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (children().size() != count && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(children()).hasSize(count);
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
