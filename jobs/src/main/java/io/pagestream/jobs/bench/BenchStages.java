package io.pagestream.jobs.bench;

import io.pagestream.engine.Tilers;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.resample.Filter;
import io.pagestream.imaging.resample.PillowResampler;
import io.pagestream.imaging.text.PageLayout;
import io.pagestream.imaging.text.TextLayer;
import io.pagestream.imaging.text.TextVerdict;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.config.VisionConfig;
import java.util.List;
import java.util.Optional;

/** Measures what happens to a page before the model sees it, in one thread. */
final class BenchStages {

    private final List<byte[]> documents;
    private final Tiler tiler;
    private final int side;
    private final Repeats repeats;

    BenchStages(List<byte[]> documents, VisionConfig vision, Repeats repeats) {
        this.documents = documents;
        this.tiler = Tilers.of(vision);
        this.side = vision.imageSide();
        this.repeats = repeats;
    }

    /**
     * Pages per second of each stage alone, and of all together.
     *
     * @param pages that could be decoded
     * @param refused documents and pages that could not
     * @param tiles of all pages
     * @param decode file to pixels
     * @param resize pixels to the size of the grid
     * @param tile resize, cut and thumbnail, with the checksum
     * @param all decode and tile
     * @param carrying pages whose text is good and needs no model
     * @param carried those pages: file to Markdown, the other pages of their documents looked at too
     */
    record Speeds(
            int pages,
            int refused,
            int tiles,
            double decode,
            double resize,
            double tile,
            double all,
            int carrying,
            double carried) {}

    /** Goes over all documents once to warm up, then as often as is measured. */
    Speeds measure() {
        Pass first = pass();
        if (first.pages == 0) {
            throw new IllegalArgumentException("none of the documents has a page that can be decoded");
        }
        return new Speeds(
                first.pages,
                first.refused,
                first.tiles,
                repeats.median(() -> pass().perSecond(pass -> pass.decode)),
                repeats.median(() -> pass().perSecond(pass -> pass.resize)),
                repeats.median(() -> pass().perSecond(pass -> pass.tile)),
                repeats.median(() -> pass().perSecond(pass -> pass.decode + pass.tile)),
                carried().pages,
                repeats.median(() -> carried().perSecond(pass -> pass.carried)));
    }

    /** Takes the text that the documents carry. */
    private Pass carried() {
        Pass pass = new Pass();
        for (byte[] document : documents) {
            long start = System.nanoTime();
            int good = 0;
            try (PageCursor cursor = DocumentDecoder.open(document, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
                for (int page = 0; page < cursor.pageCount(); page++) {
                    good += carries(cursor, page) ? 1 : 0;
                }
            } catch (DecodeException e) {
                pass.refused++;
            }
            if (good > 0) {
                pass.pages += good;
                pass.carried += System.nanoTime() - start;
            }
        }
        return pass;
    }

    private static boolean carries(PageCursor cursor, int page) throws DecodeException {
        Optional<TextLayer> layer = cursor.textLayer(page);
        return layer.isPresent()
                && TextVerdict.of(layer.get()).kind() == TextVerdict.Kind.GOOD
                && !PageLayout.of(layer.get()).markdown().isEmpty();
    }

    private Pass pass() {
        Pass pass = new Pass();
        for (byte[] document : documents) {
            long start = System.nanoTime();
            try (PageCursor cursor = DocumentDecoder.open(document, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
                pass.decode += System.nanoTime() - start;
                for (int page = 0; page < cursor.pageCount(); page++) {
                    page(cursor, page, pass);
                }
            } catch (DecodeException e) {
                pass.refused++;
            }
        }
        return pass;
    }

    private void page(PageCursor cursor, int page, Pass pass) {
        long start = System.nanoTime();
        RgbImage image;
        try {
            image = cursor.page(page);
        } catch (DecodeException e) {
            pass.refused++;
            return;
        }
        long decoded = System.nanoTime();
        TileGrid grid = tiler.grid(image);
        PillowResampler.resize(image, grid.columns() * side, grid.rows() * side, Filter.BICUBIC);
        long resized = System.nanoTime();
        pass.tiles += tiler.tile(image).count();
        pass.tile += System.nanoTime() - resized;
        pass.resize += resized - decoded;
        pass.decode += decoded - start;
        pass.pages++;
    }

    /** The sums of one pass over all documents, in nanoseconds. */
    private static final class Pass {
        private int pages;
        private int refused;
        private int tiles;
        private long decode;
        private long resize;
        private long tile;
        private long carried;

        double perSecond(java.util.function.ToLongFunction<Pass> nanos) {
            return pages * 1e9 / Math.max(1, nanos.applyAsLong(this));
        }
    }
}
