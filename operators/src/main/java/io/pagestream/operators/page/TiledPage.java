package io.pagestream.operators.page;

import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.operators.wire.SharedType;
import io.pagestream.schemas.Page;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A page with its grid and, as long as it stays in this JVM, its tiles. Immutable; equal when reference and grid are equal.
 * In a checkpoint it is a few hundred bytes; after a restore the tiles are absent and are made again.
 */
public final class TiledPage {

    public static final TypeInformation<TiledPage> TYPE =
            new SharedType<>(TiledPage.class, TiledPageSerializer.INSTANCE);

    private final Page page;
    private final TileGrid grid;
    private final int width;
    private final int height;
    private final String renderer;
    private final String routing;
    private final TileBatch tiles;

    private TiledPage(
            Page page, TileGrid grid, int width, int height, String renderer, String routing, TileBatch tiles) {
        this.page = page;
        this.grid = grid;
        this.width = width;
        this.height = height;
        this.renderer = renderer;
        this.routing = routing;
        this.tiles = tiles;
    }

    /**
     * @param width of the upright page, pixels
     * @param height of the upright page, pixels
     * @param renderer what made the pixels
     */
    static TiledPage reference(Page page, TileGrid grid, int width, int height, String renderer) {
        return new TiledPage(page, grid, width, height, renderer, "", null);
    }

    TiledPage with(TileBatch tiles) {
        return new TiledPage(page, grid, width, height, renderer, routing, tiles);
    }

    /** The same page; {@code routing} is why it is shown to the model, one sentence. */
    public TiledPage because(String routing) {
        return new TiledPage(page, grid, width, height, renderer, routing, tiles);
    }

    public Page page() {
        return page;
    }

    public TileGrid grid() {
        return grid;
    }

    /** Pixels of the upright page. */
    public int width() {
        return width;
    }

    /** Pixels of the upright page. */
    public int height() {
        return height;
    }

    /** Name and version of what made the pixels. */
    public String renderer() {
        return renderer;
    }

    /** Why the page is shown to the model; empty when nobody said it. */
    public String routing() {
        return routing;
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
                && width == that.width
                && height == that.height
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
