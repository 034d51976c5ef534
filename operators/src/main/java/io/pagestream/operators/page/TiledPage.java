package io.pagestream.operators.page;

import io.pagestream.imaging.ink.InkLine;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.operators.wire.SharedType;
import io.pagestream.schemas.Page;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A page with its grid and, as long as it stays in this JVM, its tiles. Immutable; equal when all but tiles and reference is.
 * In a checkpoint it is a few kilobytes; after a restore the tiles are absent and are made again.
 */
public final class TiledPage {

    public static final TypeInformation<TiledPage> TYPE =
            new SharedType<>(TiledPage.class, TiledPageSerializer.INSTANCE);

    private final Page page;
    private final TileGrid grid;
    private final PagePose place;
    private final List<InkLine> lines;
    private final String renderer;
    private final String routing;
    private final TileBatch tiles;
    private final String reference;

    private TiledPage(
            Page page,
            TileGrid grid,
            PagePose place,
            List<InkLine> lines,
            String renderer,
            String routing,
            TileBatch tiles,
            String reference) {
        this.page = page;
        this.grid = grid;
        this.place = place;
        this.lines = List.copyOf(lines);
        this.renderer = renderer;
        this.routing = routing;
        this.tiles = tiles;
        this.reference = reference;
    }

    /**
     * @param place of the upright page on the stored one
     * @param lines that its ink shows, in reading order
     * @param renderer what made the pixels
     */
    static TiledPage reference(Page page, TileGrid grid, PagePose place, List<InkLine> lines, String renderer) {
        return new TiledPage(page, grid, place, lines, renderer, "", null, null);
    }

    TiledPage with(TileBatch tiles) {
        return new TiledPage(page, grid, place, lines, renderer, routing, tiles, reference);
    }

    /** The same page; {@code routing} is why it is shown to the model, one sentence. */
    public TiledPage because(String routing) {
        return new TiledPage(page, grid, place, lines, renderer, routing, tiles, reference);
    }

    /**
     * The same page with what its document says of it.
     *
     * @param sheet with its size in points
     * @param words that may stand on the page, and are not believed
     */
    public TiledPage carrying(TextLayer sheet, String words) {
        PagePose measured = new PagePose(
                place.width(), place.height(), place.turned(), place.skew(), sheet.width(), sheet.height());
        return new TiledPage(page, grid, measured, lines, renderer, routing, tiles, words.isEmpty() ? null : words);
    }

    public Page page() {
        return page;
    }

    public TileGrid grid() {
        return grid;
    }

    /** Pixels of the upright page. */
    public int width() {
        return place.width();
    }

    /** Pixels of the upright page. */
    public int height() {
        return place.height();
    }

    /** How the page was set upright. */
    public PagePose place() {
        return place;
    }

    /** Where its ink shows lines of text, in reading order; pixels of the upright page. */
    public List<InkLine> lines() {
        return lines;
    }

    /** Name and version of what made the pixels. */
    public String renderer() {
        return renderer;
    }

    /** Why the page is shown to the model; empty when nobody said it. */
    public String routing() {
        return routing;
    }

    /** Words that may stand on the page; absent after a restore, and the answer is the same without them. */
    public Optional<String> reference() {
        return Optional.ofNullable(reference);
    }

    /** Absent after a restore. */
    public Optional<TileBatch> tiles() {
        return Optional.ofNullable(tiles);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TiledPage that
                && page.equals(that.page)
                && grid.equals(that.grid)
                && place.equals(that.place)
                && lines.equals(that.lines)
                && renderer.equals(that.renderer)
                && routing.equals(that.routing);
    }

    @Override
    public int hashCode() {
        return page.hashCode();
    }

    /** Short, for Flink puts records into messages. */
    @Override
    public String toString() {
        return "TiledPage(" + page.getDocumentId() + " page " + page.getIndex() + ", " + grid.columns() + " x "
                + grid.rows() + ")";
    }
}
