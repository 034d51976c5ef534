package io.pagestream.operators.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pagestream.operators.FakeEngine;
import io.pagestream.operators.Samples;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.metrics.Progress;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.TextLayerRule;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.TextLayerUse;
import io.pagestream.schemas.TextOrigin;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class PageRouterTest {

    private static final int A4_WIDTH = 1653; // pixels at 200 dpi

    @TempDir
    Path folder;

    private final Configuration config = Samples.configuration();

    @BeforeEach
    void onlyTheFolderMayBeOpened() {
        FakeEngine.fresh();
        config.set(PipelineKeys.RUN_ID, folder.toString());
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(folder.toUri().toString()));
    }

    @Test
    void aPageWhoseTextLayerIsGoodIsReadFromIt() throws Exception {
        Sent sent = send(page("read", content -> say(content, 100, 700, "Born as a file")));

        assertThat(sent.tiled).isEmpty();
        PageText text = sent.text();
        assertThat(text.getText()).isEqualTo("Born as a file");
        assertThat(text.getOrigin()).isEqualTo(TextOrigin.TEXT_LAYER);
        assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(text.getConfidence()).isNull();
        assertThat(text.getRouting())
                .startsWith("Read from the text in the document: ")
                .endsWith(".");
        assertThat(text.getWidth()).isEqualTo(A4_WIDTH);
        assertThat(text.getPointsHeight()).isCloseTo(841.9, within(0.1));
        assertThat(text.getRendererVersion()).startsWith("pdfbox-");
        assertThat(text.getCodeVersion()).isNotEmpty();
        Line line = text.getLines().get(0);
        assertThat(line.getText()).isEqualTo("Born as a file");
        Box box = line.getBox();
        assertThat(box.getLeft()).isCloseTo(100 * 200 / 72.0, within(1.0));
        assertThat(box.getBottom()).isBetween((841.9 - 700) * 200 / 72, (841.9 - 690) * 200 / 72);
        assertThat(text.getBlocks())
                .singleElement()
                .satisfies(block -> assertThat(block.getKind()).isEqualTo("text"));
        assertThat(counted().textLayerPages()).isEqualTo(1);
        assertThat(counted().pagesDone()).isEqualTo(1);
    }

    @Test
    void theLinesOfTheTaskTextStandAsTheyDoOnThePage() throws Exception {
        Page page = page("text", content -> {
            say(content, 100, 700, "* exam-");
            say(content, 100, 686, "ple");
        });

        assertThat(send(page).text().getText()).isEqualTo("* exam-\nple");
    }

    @Test
    void theRequestAndThenTheOptionSayWhetherTheTextLayerIsUsed() throws Exception {
        Page page = page("read", content -> say(content, 100, 700, "Born as a file"));
        page.setTextLayer(TextLayerUse.IGNORE);
        assertThat(send(page).reason())
                .isEqualTo("Read by the model: the text that the document carries is not wanted.");
        assertThat(send(page).tiled.get(0).reference()).isEmpty();

        config.set(PipelineKeys.TEXT_LAYER, TextLayerRule.IGNORE);
        page.setTextLayer(TextLayerUse.UNKNOWN);
        assertThat(send(page).texts).isEmpty();

        page.setTextLayer(TextLayerUse.WHERE_GOOD);
        assertThat(send(page).tiled).isEmpty();
    }

    @Test
    void aDoubtfulTextLayerIsLeftToTheModelAndTheReasonIsKept() throws Exception {
        Sent sent = send(page("read", content -> {
            content.addRect(50, 50, 200, 200);
            content.fill();
            content.setRenderingMode(RenderingMode.NEITHER);
            say(content, 100, 700, "Laid over it by another program for scans");
        }));

        assertThat(sent.texts).isEmpty();
        assertThat(sent.reason()).startsWith("Read by the model: 34 letters lie invisibly over the page");
        assertThat(sent.tiled.get(0).reference())
                .as("letters that are not to be seen are not in the layer")
                .isEmpty();
    }

    @Test
    void whatADoubtfulTextLayerSaysGoesToTheModelBesideTheTiles() throws Exception {
        Sent sent = send(page("read", content -> {
            for (int i = 0; i < 24; i++) {
                say(content, 100, 700 - 20 * i, "Brtz");
            }
        }));

        assertThat(sent.reason()).startsWith("Read by the model: 24 of 24 words have no vowel");
        TiledPage tiled = sent.tiled.get(0);
        assertThat(tiled.reference().orElse("")).startsWith("Brtz").hasSizeGreaterThan(24 * 4);
        assertThat(tiled.place().pointsWidth()).isCloseTo(595.3, within(0.1));
        assertThat(tiled.place().pointsHeight()).isCloseTo(841.9, within(0.1));
    }

    @Test
    void whatATaskWantsToKnowOfThePictureIsTheModels() throws Exception {
        Page page = page("caption", content -> say(content, 100, 700, "Born as a file"));

        assertThat(send(page).reason()).isEqualTo("Read by the model: the task caption is always the model's.");
    }

    @Test
    void questionsAboutAPageThatNeededNoModelGoToTheModel() throws Exception {
        Page page = page("read+ask", content -> say(content, 100, 700, "Born as a file"));
        page.setQuestions(List.of(new Question("q", "What?")));

        Sent sent = send(page);

        assertThat(sent.text().getText()).isEqualTo("Born as a file");
        assertThat(sent.tiled).singleElement().satisfies(tiled -> {
            assertThat(tiled.page().getTask()).isEqualTo("ask");
            assertThat(tiled.page().getQuestions()).hasSize(1);
            assertThat(tiled.tiles()).isPresent();
        });
        assertThat(counted().pagesDone()).as("counted where it is answered").isZero();
    }

    @Test
    void aPageWithoutInkAndTextIsBlank() throws Exception {
        Sent sent = send(page("read", content -> {}));

        assertThat(sent.tiled).isEmpty();
        PageText text = sent.text();
        assertThat(text.getOrigin()).isEqualTo(TextOrigin.BLANK);
        assertThat(text.getText()).isEmpty();
        assertThat(text.getFinishReason()).isEqualTo(FinishReason.STOP);
        assertThat(text.getWidth()).isEqualTo(A4_WIDTH);
        assertThat(text.getRouting()).contains("no ink");
        assertThat(counted().blankPages()).isEqualTo(1);
        assertThat(counted().textLayerPages()).isZero();
    }

    @Test
    void aWhitePageThatCarriesTextIsNotBlankWhetherThatIsUsedOrNot() throws Exception {
        Page page = page("read", content -> {
            content.setNonStrokingColor(Color.WHITE);
            say(content, 100, 700, "White on white");
        });

        assertThat(send(page).reason())
                .isEqualTo("Read by the model: none of the 12 letters of its text is to be seen.");
        page.setTextLayer(TextLayerUse.IGNORE);
        assertThat(send(page).texts).isEmpty();
    }

    @Test
    void aBlankPageIsNotReadAlsoWhenTheTextLayerIsNotWanted() throws Exception {
        Page page = page("read", content -> {});
        page.setTextLayer(TextLayerUse.IGNORE);

        assertThat(send(page).text().getOrigin()).isEqualTo(TextOrigin.BLANK);
    }

    private Progress counted() {
        return Progress.of(folder.toString());
    }

    private interface Painter {
        void paint(PDPageContentStream content) throws IOException;
    }

    private static void say(PDPageContentStream content, float x, float y, String words) throws IOException {
        content.beginText();
        content.setFont(new PDType1Font(FontName.HELVETICA), 12);
        content.newLineAtOffset(x, y);
        content.showText(words);
        content.endText();
    }

    private Page page(String task, Painter painter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                painter.paint(content);
            }
            document.save(bytes);
        }
        Path file = Files.write(folder.resolve("page.pdf"), bytes.toByteArray());
        return Page.newBuilder()
                .setDocumentId("page")
                .setIndex(0)
                .setPosition(0)
                .setCount(1)
                .setSource(new ClaimCheck(file.toUri().toString(), (long) bytes.size(), Sha256.of(bytes.toByteArray())))
                .setMediaType("application/pdf")
                .setTask(task)
                .build();
    }

    private Sent send(Page page) throws Exception {
        TilePage function = new TilePage(FakeEngine.source(), PipelineOptions.from(config));
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(function), TilePage::keyOf, Types.STRING)) {
            harness.setup(
                    TiledPage.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            harness.processElement(page, 0);
            List<PageText> texts = new ArrayList<>();
            if (harness.getSideOutput(TilePage.WITHOUT_MODEL) != null) {
                harness.getSideOutput(TilePage.WITHOUT_MODEL).forEach(record -> texts.add(record.getValue()));
            }
            return new Sent(texts, harness.extractOutputValues());
        }
    }

    /** What became of a page. */
    private record Sent(List<PageText> texts, List<TiledPage> tiled) {

        PageText text() {
            assertThat(texts).hasSize(1);
            return texts.get(0);
        }

        /** Why the model sees it. */
        String reason() {
            assertThat(texts).isEmpty();
            assertThat(tiled).hasSize(1);
            return tiled.get(0).routing();
        }
    }
}
