package io.pagestream.operators.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class InHandTest {

    @TempDir
    Path folder;

    /** Takes a page, and ends in the middle. */
    public static final class Crash {
        public static void main(String[] args) throws Exception {
            inHand(args[0]).take(page(args[1]));
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void aPageThatWasInHandWhenThreeProcessesEndedIsNotTouchedAgain() throws Exception {
        for (int crash = 0; crash < InHand.MOST_CRASHES; crash++) {
            assertThat(crashWith("bad")).isEqualTo(9);
        }

        RecordFault fault = catchThrowableOfType(
                RecordFault.class, () -> inHand(folder.toString()).take(page("bad")));

        assertThat(fault.reason()).isEqualTo(Reason.CRASHED_REPEATEDLY);
        assertThat(fault.attempts()).isEqualTo(3);
        assertThat(fault.getMessage()).contains("tile", folder.toString());
        inHand(folder.toString()).take(page("good")).putBack();
    }

    @Test
    void whatIsPutBackLeavesNothingBehind() throws Exception {
        try (InHand hand = inHand(folder.toString())) {
            InHand.Mark mark = hand.take(page("one"));
            assertThat(files()).isEqualTo(1);
            mark.putBack();
            mark.putBack();
            assertThat(files()).isZero();

            hand.take(page("two"));
        }
        assertThat(files()).as("the task has ended, the process has not").isZero();
    }

    @Test
    void aFolderThatCannotBeWrittenToDoesNotMakeTheNextSuspectedPageWaitForEver() throws Exception {
        assertThat(crashWith("suspect")).isEqualTo(9);

        assertThatThrownBy(() -> inHand("readonly:" + folder).take(page("suspect")))
                .hasMessageContaining("pagestream.attempts.folder cannot be used: nothing can be written here");

        assertThat(files()).as("the crash is not forgotten").isEqualTo(1);
        inHand(folder.toString()).take(page("suspect")).putBack();
    }

    @Test
    void suspectedPagesAreInHandOneAtATimeAndOthersDoNotWait() throws Exception {
        assertThat(crashWith("suspect")).isEqualTo(9);
        assertThat(crashWith("other suspect")).isEqualTo(9);
        try (InHand hand = inHand(folder.toString())) {
            InHand.Mark first = hand.take(page("suspect"));
            CompletableFuture<InHand.Mark> second = CompletableFuture.supplyAsync(() -> {
                try {
                    return hand.take(page("other suspect"));
                } catch (RecordFault e) {
                    throw new IllegalStateException(e);
                }
            });
            hand.take(page("innocent")).putBack();
            assertThat(second).isNotDone();

            first.putBack();

            second.get(20, TimeUnit.SECONDS).putBack();
        }
    }

    @Test
    void withoutAFolderNothingIsWritten() throws Exception {
        inHand("").take(page("one")).putBack();

        assertThat(files()).isZero();
    }

    private int crashWith(String id) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dpagestream.golden=" + System.getProperty("pagestream.golden"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crash.class.getName(),
                        folder.toString(),
                        id)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private long files() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    private static InHand inHand(String folder) {
        Configuration config = Samples.configuration();
        config.set(PipelineKeys.ATTEMPTS_FOLDER, folder);
        return InHand.of(PipelineOptions.from(config), "tile");
    }

    private static Page page(String documentId) {
        Page page = Samples.page("exact_56.png", "read");
        page.setDocumentId(documentId);
        return page;
    }
}
