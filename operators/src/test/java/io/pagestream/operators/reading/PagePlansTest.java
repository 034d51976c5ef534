package io.pagestream.operators.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.task.Task;
import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.ReadingOptions;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagePlansTest {

    private static final ReadingOptions NONE = new ReadingOptions(0, "", 0, 0, 32, 1, 0.5, false);
    private static final TileBatch TILE = TileBatch.of(1, 56, new byte[56 * 56 * 3]);

    @ParameterizedTest
    @CsvSource({
        "internvl2_5, read, 24, 4096, Read all text on this page in reading order and write it as Markdown.",
        "internvl2_5, text, 24, 4096, Write the text only",
        "internvl2_5, layout, 24, 4096, Find every heading",
        "internvl2_5, fields, 18, 1024, Find these values on the page: Total.",
        "internvl2_5, caption, 12, 1024, Please describe the image in detail.",
        "xcomposer2d5, read, 24, 4096, AI assistant whose name is InternLM-XComposer",
        "xcomposer2d5, web-page, 24, 4800, Generate the HTML code of this web image with Tailwind CSS.",
        "xcomposer2-4khd, layout, 55, 4096, Find every heading",
    })
    void aTaskBringsTheWordsAndBudgetsOfItsFamily(String template, String task, int tiles, int tokens, String words)
            throws Exception {
        Page page = Samples.page("exact_56.png", task, "Total");
        PagePlans plans = plans(template, NONE);

        ReadingRequest request = plans.read(page, TILE);

        assertThat(request.turns().toString()).contains(words);
        assertThat(request.sampling().maxTokens()).isEqualTo(tokens);
        int mostTiles = plans.tiler(page).grid(3000, 3000 * tiles).rows();
        assertThat(mostTiles).as("of an endless strip").isEqualTo(tiles);
    }

    @Test
    void aWebPageIsWrittenWithItsAdapterAndPenalty() throws Exception {
        PagePlans plans = plans("xcomposer2d5", NONE);

        ReadingRequest request = plans.read(Samples.page("exact_56.png", "web-page"), TILE);

        assertThat(request.adapter()).contains("web");
        assertThat(request.sampling().penalty().repetition()).isEqualTo(3);
        assertThat(plans.read(Samples.page("exact_56.png", "read"), TILE).adapter())
                .isEmpty();
    }

    @Test
    void answersFollowTheSchemaOfTheRequest() throws Exception {
        Page page = Samples.page("exact_56.png", "ask", "How many?");
        page.setAnswerSchema("{\"type\": \"integer\"}");

        ReadingRequest request = plans("internvl2_5", NONE).ask(page, TILE, new Question("q", "How many?"));

        assertThat(request.sampling().form()).contains(new AnswerForm.Json("{\"type\": \"integer\"}"));
        assertThat(request.sampling().stopsLoops()).isTrue();
        assertThat(plans("internvl2_5", NONE)
                        .ask(Samples.page("exact_56.png", "ask", "How many?"), TILE, new Question("q", "How many?"))
                        .sampling()
                        .form())
                .isEmpty();
    }

    @Test
    void chanceDependsOnThePageOnly() throws Exception {
        PagePlans plans = plans("xcomposer2d5", NONE);
        Page other = Samples.page("exact_56.png", "web-page");
        other.setIndex(1);

        ReadingRequest first = plans.read(Samples.page("exact_56.png", "web-page"), TILE);

        assertThat(first.sampling().draw().isGreedy()).isFalse();
        assertThat(plans.read(Samples.page("exact_56.png", "web-page"), TILE).sampling())
                .isEqualTo(first.sampling());
        assertThat(plans.read(other, TILE).sampling().draw().seed())
                .isNotEqualTo(first.sampling().draw().seed());
        assertThat(plans.read(Samples.page("exact_56.png", "read"), TILE)
                        .sampling()
                        .draw()
                        .isGreedy())
                .isTrue();
    }

    @Test
    void aPageIsAskedForItsTenantAndInItsLane() throws Exception {
        Page page = Samples.page("exact_56.png", "read");
        page.setTenant("press");
        page.setLane(Lane.BACKFILL);

        assertThat(plans("internvl2_5", NONE).read(page, TILE).terms())
                .isEqualTo(new Terms(Terms.Priority.BACKFILL, "press", Optional.empty()));
        assertThat(plans("internvl2_5", NONE)
                        .read(Samples.page("exact_56.png", "read"), TILE)
                        .terms())
                .isEqualTo(Terms.DEFAULT);
    }

    @Test
    void onlyModelsThatPointAreAskedWhereSomethingStands() {
        Page page = Samples.page("exact_56.png", "ask", "How many?");
        ReadingOptions wanted = new ReadingOptions(0, "", 0, 0, 32, 1, 0.5, true);

        assertThat(plans("internvl2_5", wanted)
                        .locate(page, TILE, "7")
                        .orElseThrow()
                        .turns()
                        .toString())
                .contains("<ref>7</ref>");
        assertThat(plans("internvl2_5", NONE).locate(page, TILE, "7")).isEmpty();
        assertThat(plans("xcomposer2d5", wanted).locate(page, TILE, "7")).isEmpty();
    }

    @Test
    void everyTaskOfEveryFamilyHasAVersionOfItsOwn() {
        List<String> versions = Stream.of("internvl2_5", "xcomposer2", "xcomposer2-4khd", "xcomposer2d5")
                .flatMap(template -> Stream.concat(
                        Stream.of(plans(template, NONE).askVersion()),
                        Stream.of("read", "text", "layout", "fields", "caption")
                                .map(task -> plans(template, NONE)
                                        .readVersion(Samples.page("exact_56.png", task, "Total")))))
                .toList();

        assertThat(versions).hasSize(24).doesNotHaveDuplicates();
        assertThat(versions.get(0)).matches("ask/internvl/[0-9a-f]{12}");
        assertThat(versions.get(23)).matches("caption/xcomposer2d5/[0-9a-f]{12}");
    }

    @Test
    void theVersionDependsOnTheWordsAndNotOnThePage() {
        Page page = Samples.page("exact_56.png", "read");
        String ours = plans("internvl2_5", NONE).readVersion(page);
        String own = plans("internvl2_5", new ReadingOptions(0, "Read.", 0, 0, 32, 1, 0.5, false))
                .readVersion(page);

        assertThat(own).startsWith("read/internvl/").isNotEqualTo(ours);
        assertThat(plans("internvl2_5", NONE).readVersion(Samples.page("exact_56.png", "fields", "Total")))
                .isEqualTo(plans("internvl2_5", NONE).readVersion(Samples.page("exact_56.png", "fields", "Date")));
    }

    @Test
    void optionsOverrideBudgetsAndTheInstructionOfTheTaskRead() throws Exception {
        PagePlans plans = plans("internvl2_5", new ReadingOptions(2, "Read.", 7, 5, 32, 1, 0.5, false));
        Page read = Samples.page("exact_56.png", "read");

        assertThat(plans.read(read, TILE).turns().toString()).contains("[text=Read.]");
        assertThat(plans.read(read, TILE).sampling().maxTokens()).isEqualTo(7);
        assertThat(plans.ask(read, TILE, new Question("1", "Why?")).sampling().maxTokens())
                .isEqualTo(5);
        assertThat(plans.tiler(read).grid(3000, 9000).rows()).isEqualTo(2);
        assertThat(plans.read(Samples.page("exact_56.png", "text"), TILE)
                        .turns()
                        .toString())
                .doesNotContain("[text=Read.]");
    }

    @Test
    void aModelThatSpellsMaySayHowLongTheTextOfAPageIs() throws Exception {
        Page read = Samples.page("exact_56.png", "read");
        PagePlans spelling = plans("internvl2_5", NONE, OptionalInt.of(8192));

        assertThat(spelling.read(read, TILE).sampling().maxTokens()).isEqualTo(8192);
        assertThat(spelling.limits(Task.MARKDOWN)).as("a person has set it").isFalse();
        assertThat(spelling.read(Samples.page("exact_56.png", "fields", "Total"), TILE)
                        .sampling()
                        .maxTokens())
                .isEqualTo(1024);
        assertThat(plans("internvl2_5", new ReadingOptions(2, "Read.", 7, 5, 32, 1, 0.5, false), OptionalInt.of(8192))
                        .read(read, TILE)
                        .sampling()
                        .maxTokens())
                .isEqualTo(7);
    }

    @Test
    void aTaskThatTheFamilyDoesNotKnowIsTheRecordsFault() {
        RecordFault fault = catchThrowableOfType(
                RecordFault.class,
                () -> plans("internvl2_5", NONE).read(Samples.page("exact_56.png", "web-page"), TILE));

        assertThat(fault.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(fault).hasMessageContaining("web-page");
    }

    private static PagePlans plans(String template, ReadingOptions options) {
        return plans(template, options, OptionalInt.empty());
    }

    private static PagePlans plans(String template, ReadingOptions options, OptionalInt maxNewTokens) {
        ModelConfig fake = new FakeEngine().config();
        return new PagePlans(
                options,
                new ModelConfig(
                        fake.name(),
                        fake.layout(),
                        fake.vision(),
                        fake.language(),
                        template,
                        fake.stopTokens(),
                        maxNewTokens));
    }
}
