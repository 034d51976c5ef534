package io.pagestream.operators.tile;

import io.pagestream.imaging.ink.PageInk;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.PageLayout;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.imaging.text.TextVerdict;
import io.pagestream.models.task.Task;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.options.TextLayerRule;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.operators.page.InHand;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.operators.reading.PagePlans;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.TextLayerUse;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Decides which pages the model has to see. A page whose text layer is good is read from it; a page with no ink on it and no
 * text has no text; all others are cut into tiles. The same page always goes the same way. Belongs to one thread.
 */
public final class PageRouter implements AutoCloseable {

    /** What these want of a page is its text; the others want to know something about its picture. */
    private static final Set<Task> TEXT = EnumSet.of(Task.MARKDOWN, Task.PLAIN_TEXT, Task.LAYOUT);

    private final PageTiler tiler;
    private final TextLayerRule rule;
    private final InHand inHand;

    private PageRouter(PageTiler tiler, TextLayerRule rule, InHand inHand) {
        this.tiler = tiler;
        this.rule = rule;
        this.inHand = inHand;
    }

    /** @param plans how tiles are cut */
    public static PageRouter of(PipelineOptions options, PagePlans plans) {
        PageTiler tiler = PageTiler.of(options, plans::tiler);
        return new PageRouter(tiler, options.textLayer(), InHand.of(options, "tile"));
    }

    /** A page's text, or its tiles. */
    public record Routed(Optional<PageText> text, Optional<TiledPage> tiles) {

        static Routed text(PageText text) {
            return new Routed(Optional.of(text), Optional.empty());
        }

        static Routed tiles(TiledPage tiles, String because) {
            return new Routed(Optional.empty(), Optional.of(tiles.because("Read by the model: " + because + ".")));
        }
    }

    /** @throws RecordFault when the document or this page of it cannot become tiles */
    public Routed route(Page page) throws RecordFault {
        InHand.Mark mark = inHand.take(page);
        try {
            return DocumentOpener.guarded(() -> routed(page));
        } finally {
            mark.putBack();
        }
    }

    private Routed routed(Page page) throws RecordFault {
        Optional<Task> reading = PageTask.require(page.getTask()).reading();
        if (reading.filter(TEXT::contains).isEmpty()) {
            return Routed.tiles(tiler.tile(page), "the task " + page.getTask() + " is always the model's");
        }
        boolean wanted = isWanted(page);
        Carried carried = wanted ? Carried.on(page, tiler) : Carried.NOT_ASKED;
        if (carried.isGood()) {
            String routing = "Read from the text in the document: " + carried.sentence + ".";
            return Routed.text(CarriedText.of(
                    page,
                    reading.get(),
                    carried.layer.orElseThrow(),
                    carried.layout.orElseThrow(),
                    tiler.renderer(page),
                    routing));
        }
        return read(page, reading.get(), carried);
    }

    @Override
    public void close() {
        tiler.close();
    }

    private boolean isWanted(Page page) {
        return page.getTextLayer() == TextLayerUse.UNKNOWN
                ? rule == TextLayerRule.WHERE_GOOD
                : page.getTextLayer() == TextLayerUse.WHERE_GOOD;
    }

    private Routed read(Page page, Task task, Carried carried) throws RecordFault {
        AtomicReference<RgbImage> blank = new AtomicReference<>();
        Optional<TiledPage> tiles = tiler.tile(page, image -> {
            if (!isBlank(page, image, carried)) {
                return true;
            }
            blank.set(image);
            return false;
        });
        return tiles.isPresent()
                ? Routed.tiles(carried.withWords(tiles.get(), task), carried.sentence)
                : Routed.text(CarriedText.blank(
                        page,
                        blank.get().width(),
                        blank.get().height(),
                        tiler.renderer(page),
                        "Nothing to read: there is no ink on the page, and it carries no text."));
    }

    /** A page that carries anything but ink is shown to the model: white text is no blank page. */
    private boolean isBlank(Page page, RgbImage image, Carried known) {
        if (!PageInk.isBlank(image)) {
            return false;
        }
        Carried carried = known == Carried.NOT_ASKED ? Carried.on(page, tiler) : known;
        return carried.isNothing();
    }

    /**
     * What the document says of a page.
     *
     * @param layout the words of the layer; empty when it has none
     * @param verdict empty when the layer could not be taken, or was not looked at
     */
    private record Carried(
            Optional<TextLayer> layer,
            Optional<PageLayout> layout,
            Optional<TextVerdict.Kind> verdict,
            String sentence) {

        static final Carried NOT_ASKED = nothing("the text that the document carries is not wanted");

        private static Carried nothing(String sentence) {
            return new Carried(Optional.empty(), Optional.empty(), Optional.empty(), sentence);
        }

        static Carried on(Page page, PageTiler tiler) {
            try {
                Optional<TextLayer> layer = tiler.textLayer(page);
                if (layer.isEmpty()) {
                    return new Carried(layer, Optional.empty(), Optional.of(TextVerdict.Kind.NONE), "it is a picture");
                }
                return DocumentOpener.guarded(() -> of(layer.get()));
            } catch (RecordFault fault) {
                // The picture may be had nevertheless; if not, that is what will be said.
                return nothing("its text could not be taken, " + fault.getMessage());
            }
        }

        private static Carried of(TextLayer layer) {
            TextVerdict verdict = TextVerdict.of(layer);
            Optional<PageLayout> layout =
                    verdict.kind() == TextVerdict.Kind.NONE ? Optional.empty() : Optional.of(PageLayout.of(layer));
            return new Carried(Optional.of(layer), layout, Optional.of(verdict.kind()), verdict.sentence());
        }

        /** What a layer says that is not good is what the answer may repeat, and it knows how large the page is. */
        TiledPage withWords(TiledPage tiled, Task task) {
            String words = layout.map(said -> CarriedText.words(task, said)).orElse("");
            return layer.map(sheet -> tiled.carrying(sheet, words)).orElse(tiled);
        }

        boolean isGood() {
            return verdict.filter(TextVerdict.Kind.GOOD::equals).isPresent();
        }

        boolean isNothing() {
            return verdict.filter(TextVerdict.Kind.NONE::equals).isPresent()
                    && layer.map(found -> found.signs().annotations() == 0).orElse(true);
        }
    }
}
