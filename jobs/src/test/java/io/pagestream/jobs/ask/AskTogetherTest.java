package io.pagestream.jobs.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.engine.EngineStats;
import io.pagestream.engine.OcrEngine;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.jobs.embedded.ShippedDocuments;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.ReadingOptions;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskTogetherTest {

    private static final Path VIDEO = Path.of("..", "imaging", "src", "test", "videos", "moving-square.mp4");
    private static final Question QUESTION = new Question("q1", "Same?");

    @TempDir
    private Path folder;

    @BeforeEach
    void documents() throws Exception {
        ShippedDocuments.copyTo(folder);
    }

    @Test
    void allPagesOfAllFilesAreNumberedAndShareTheirTiles() throws Exception {
        Scripted engine = new Scripted("internvl2_5", "yes");

        QaResult result = ask(engine, false, 1, 0, "letter.pdf", "receipt.jpg");

        ReadingRequest request = engine.asked.get(0);
        assertThat(request.turns().toString())
                .contains("Image-1: ", "Image-2: ", "Image-3: ", "Same? Answer the question using")
                .doesNotContain("Image-4: ");
        assertThat(request.images()).hasSize(3).allMatch(image -> image.views() <= 19);
        assertThat(request.sampling().draw().isGreedy()).isTrue();
        assertThat(request.sampling().maxTokens()).isEqualTo(100);
        assertThat(result.getAnswer()).isEqualTo("yes");
        assertThat(result.getPage()).isEqualTo(-1);
        assertThat(result.getReasoning()).isNull();
        assertThat(result.getPromptVersion()).startsWith("ask/internvl/");
    }

    @Test
    void chainsOfThoughtVote() throws Exception {
        Scripted engine = new Scripted("internvl2_5", "Final answer: 3", "So. Final answer: 4", "Final answer: 4");

        QaResult result = ask(engine, true, 3, 0, "receipt.jpg");

        assertThat(engine.asked)
                .extracting(request -> request.sampling().draw().temperature())
                .containsExactly(0f, 0.7f, 0.7f);
        assertThat(engine.asked.get(1).sampling().draw().seed())
                .isNotEqualTo(engine.asked.get(2).sampling().draw().seed());
        assertThat(engine.asked.get(0).turns().toString()).contains("Give step by step reasoning", "Same?");
        assertThat(result.getAnswer()).isEqualTo("4");
        assertThat(result.getReasoning()).isEqualTo("So. Final answer: 4");
        assertThat(result.getConfidence()).isBetween(0.66, 0.67);
        assertThat(result.getPromptVersion()).startsWith("reasoning/internvl/");
    }

    @Test
    void aRewardModelChoosesAmongTheSamplesByTheirSteps() throws Exception {
        Scripted engine = new Scripted("internvl2_5", "Bad.\n\nFinal answer: 3", "Fine.\n\nFinal answer: 4", "Bad. 3");
        List<ReadingRequest> judged = new ArrayList<>();
        Scripted judge = new Scripted("internvl2_5") {
            @Override
            public CompletableFuture<Reading> submit(ReadingRequest request) {
                judged.add(request);
                boolean fine = request.turns().toString().contains("Fine.");
                float[] weights = {(float) Math.log(fine ? 0.6 : 0.1), (float) Math.log(0.2)};
                return CompletableFuture.completedFuture(new Reading.Weights(weights, 9));
            }
        };
        try (Shown shown = ShownFiles.open(
                List.of(folder.resolve("receipt.jpg")),
                "",
                PipelineOptions.from(new Configuration()),
                TaskFamily.of("internvl2_5"),
                0)) {
            QaResult result = new AskTogether(
                            engine,
                            new ReadingOptions(0, "", 0, 0, 1, 1, 0.5, false),
                            true,
                            3,
                            Optional.of(new RewardModel(judge)))
                    .ask("files", shown, QUESTION);

            assertThat(result.getAnswer()).isEqualTo("4");
            assertThat(result.getConfidence()).isCloseTo(0.75, org.assertj.core.data.Offset.offset(1e-6));
        }
        assertThat(judged).as("two steps, two steps, one").hasSize(5);
        assertThat(judged.get(0).turns().toString()).contains("### Question:", "Same?", "### Solution Process:");
        assertThat(judged.get(0).images()).hasSize(1);
        assertThat(judged.get(0).sampling().weighed()).containsExactly("+", "-");
    }

    @Test
    void framesOfAVideoAreOneTileEachForInternVl() throws Exception {
        Scripted engine = new Scripted("internvl2_5", "a square");

        askAbout(engine, false, 1, 3, VIDEO);

        ReadingRequest request = engine.asked.get(0);
        assertThat(request.turns().toString())
                .contains("Frame1: ", "Frame2: ", "Frame3: ")
                .doesNotContain("Frame4");
        assertThat(request.images()).hasSize(3).allMatch(image -> image.views() == 1);
        assertThat(request.images().get(0).fingerprint())
                .as("the square moves")
                .isNotEqualTo(request.images().get(2).fingerprint());
    }

    @Test
    void framesOfAVideoAreOneSheetForXComposer25() throws Exception {
        Scripted engine = new Scripted("xcomposer2d5", "a square");

        askAbout(engine, false, 1, 4, VIDEO);

        ReadingRequest request = engine.asked.get(0);
        assertThat(request.turns().toString()).contains("Here are some frames of a video. ");
        assertThat(request.images()).hasSize(1).allMatch(image -> image.hasOverview());
    }

    @Test
    void whatCannotBeShownIsARecordsFaultOrAUsageError() throws Exception {
        Scripted engine = new Scripted("internvl2_5");
        Path broken = Files.write(folder.resolve("broken.mp4"), java.util.Arrays.copyOf(Files.readAllBytes(VIDEO), 99));
        Path empty = Files.write(folder.resolve("empty.pdf"), new byte[0]);

        RecordFault video = catchThrowableOfType(RecordFault.class, () -> askAbout(engine, false, 1, 2, broken));
        RecordFault none = catchThrowableOfType(
                RecordFault.class, () -> askAbout(engine, false, 1, 0, folder.resolve("receipt.jpg"), empty));
        RecordFault many = catchThrowableOfType(
                RecordFault.class,
                () -> askAbout(
                        engine,
                        false,
                        1,
                        0,
                        Collections.nCopies(33, folder.resolve("letter.pdf")).toArray(new Path[0])));

        assertThat(video.reason()).isEqualTo(Reason.CORRUPT);
        assertThat(none.reason()).isEqualTo(Reason.EMPTY);
        assertThat(many.reason()).isEqualTo(Reason.TOO_MANY_PAGES);
        assertThat(many).hasMessageContaining("at most 64 pages together, these have 66");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> askAbout(engine, false, 1, 0, VIDEO, folder.resolve("receipt.jpg")))
                .withMessageContaining("alone");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> askAbout(engine, false, 1, 2, folder.resolve("receipt.jpg")))
                .withMessageContaining("--frames");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> askAbout(new Scripted("xcomposer2"), false, 1, 2, VIDEO))
                .withMessageContaining("not made for videos");
        assertThat(engine.asked).isEmpty();
    }

    @Test
    void whatTheEngineRefusesIsTheRecordsFault() {
        Scripted engine = new Scripted("internvl2_5") {
            @Override
            public CompletableFuture<Reading> submit(ReadingRequest request) {
                return CompletableFuture.completedFuture(
                        new Reading.Unreadable(Reading.Reason.PROMPT_TOO_LONG, "too long"));
            }
        };

        RecordFault fault =
                catchThrowableOfType(RecordFault.class, () -> ask(engine, false, 1, 0, "letter.pdf", "receipt.jpg"));

        assertThat(fault.reason()).isEqualTo(Reason.PROMPT_TOO_LONG);
    }

    private QaResult ask(Scripted engine, boolean reasoning, int samples, int frames, String... names)
            throws RecordFault {
        return askAbout(
                engine,
                reasoning,
                samples,
                frames,
                java.util.stream.Stream.of(names).map(folder::resolve).toArray(Path[]::new));
    }

    private static QaResult askAbout(Scripted engine, boolean reasoning, int samples, int frames, Path... files)
            throws RecordFault {
        PipelineOptions options = PipelineOptions.from(new Configuration());
        TaskFamily family = TaskFamily.of(engine.config().template());
        try (Shown shown = ShownFiles.open(List.of(files), "", options, family, frames)) {
            return new AskTogether(
                            engine,
                            new ReadingOptions(0, "", 0, 0, 1, 1, 0.5, false),
                            reasoning,
                            samples,
                            Optional.empty())
                    .ask("files", shown, QUESTION);
        }
    }

    /** Answers in the order of its script. */
    private static class Scripted implements OcrEngine {

        final List<ReadingRequest> asked = new ArrayList<>();
        private final String template;
        private final List<String> answers;

        Scripted(String template, String... answers) {
            this.template = template;
            this.answers = List.of(answers);
        }

        @Override
        public CompletableFuture<Reading> submit(ReadingRequest request) {
            String text = answers.get(asked.size());
            asked.add(request);
            return CompletableFuture.completedFuture(new Reading.Text(
                    text,
                    text,
                    new int[] {1},
                    List.of(text),
                    new float[1],
                    Reading.Finish.STOP,
                    0.5,
                    70,
                    Duration.ofMillis(12)));
        }

        @Override
        public ModelConfig config() {
            VisionConfig vision = VisionConfig.internVit(56, 14, 8, 1, 8, 1, new Tiling.Dynamic(1, 6, true));
            LanguageConfig language =
                    new LanguageConfig("qwen2", 1, 8, 1, 1, 8, 8, 16, 1e-6f, Rotary.plain(1e6), 512, false, true);
            return new ModelConfig("fake", "original", vision, language, template, List.of(1), OptionalInt.empty());
        }

        @Override
        public EngineStats stats() {
            throw new UnsupportedOperationException("nobody looks at the figures of a script");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
