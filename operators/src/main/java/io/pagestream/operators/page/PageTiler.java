package io.pagestream.operators.page;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.imaging.upright.UprightPage;
import io.pagestream.imaging.upright.UprightRule;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the tiles of a page from its reference: claim check, document, pixels, set upright, aspect-ratio match, tiles. The same
 * reference always gives the same tiles. Belongs to one thread, which it blocks.
 */
public final class PageTiler implements AutoCloseable {

    private final OpenDocuments documents;
    private final UprightRule upright;
    private final Choice choice;

    private PageTiler(OpenDocuments documents, UprightRule upright, Choice choice) {
        this.documents = documents;
        this.upright = upright;
        this.choice = choice;
    }

    /** Who makes the tiles of a page as the model expects them. */
    @FunctionalInterface
    public interface Choice {

        /** @throws RecordFault when the model cannot do what is asked of {@code page} */
        Tiler tiler(Page page) throws RecordFault;
    }

    public static PageTiler of(PipelineOptions options, Choice choice) {
        OpenDocuments documents = new OpenDocuments(
                ClaimChecks.of(options.access()),
                DocumentOpener.of(options),
                options.stream().openDocuments(),
                options.stream().openBytes());
        return new PageTiler(documents, options.upright(), choice);
    }

    /** @throws RecordFault when the document or this page of it cannot become tiles */
    public TiledPage tile(Page page) throws RecordFault {
        return tile(page, image -> true).orElseThrow();
    }

    /**
     * As {@link #tile(Page)}, for a page whose picture, not yet set upright, is {@code wanted}; nothing for others.
     *
     * @throws RecordFault when the document or this page of it cannot become tiles
     */
    public Optional<TiledPage> tile(Page page, Predicate<RgbImage> wanted) throws RecordFault {
        Tiler tiler = choice.tiler(page);
        PageCursor cursor = cursor(page);
        return DocumentOpener.guarded(() -> {
            RgbImage stored = cursor.page(page.getIndex());
            if (!wanted.test(stored)) {
                return Optional.empty();
            }
            UprightPage sheet = upright.of(stored);
            RgbImage image = sheet.image();
            return Optional.of(
                    TiledPage.reference(page, tiler.grid(image), place(sheet), sheet.lines(), cursor.renderer())
                            .with(tiler.tile(image)));
        });
    }

    /**
     * The text that the document carries for a page; empty for a picture.
     *
     * @throws RecordFault when it cannot be taken; the page may still become tiles
     */
    public Optional<TextLayer> textLayer(Page page) throws RecordFault {
        PageCursor cursor = cursor(page);
        return DocumentOpener.guarded(() -> cursor.textLayer(page.getIndex()));
    }

    /** Name and version of what makes the pixels of a page. */
    public String renderer(Page page) throws RecordFault {
        return cursor(page).renderer();
    }

    /** The upright page of which {@link #tile} makes tiles: for who cuts it otherwise. */
    public RgbImage picture(Page page) throws RecordFault {
        PageCursor cursor = cursor(page);
        return DocumentOpener.guarded(
                () -> upright.of(cursor.page(page.getIndex())).image());
    }

    private PageCursor cursor(Page page) throws RecordFault {
        try {
            return documents.cursor(page);
        } catch (IOException e) {
            throw new RecordFault(
                    Reason.UNREADABLE_SOURCE,
                    page.getSource().getUri() + " could not be read again: " + e.getMessage(),
                    e);
        }
    }

    private static PagePose place(UprightPage sheet) {
        return new PagePose(sheet.image().width(), sheet.image().height(), sheet.turned(), sheet.skew(), 0, 0);
    }

    @Override
    public void close() {
        documents.close();
    }
}
