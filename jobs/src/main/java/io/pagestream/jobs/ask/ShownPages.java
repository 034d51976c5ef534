package io.pagestream.jobs.ask;

import io.pagestream.engine.Tilers;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.task.Images;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.schemas.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All pages of one or more documents, in order. */
final class ShownPages implements Shown {

    private final DocumentOpener opener;
    private final List<PageCursor> documents = new ArrayList<>();

    private ShownPages(DocumentOpener opener) {
        this.opener = opener;
    }

    /**
     * @param files the bytes of each
     * @param password empty when there is none
     * @param opener is closed with the pages
     * @throws RecordFault when one cannot be opened, or when they have too many pages for one question
     */
    static ShownPages open(List<byte[]> files, String password, DocumentOpener opener) throws RecordFault {
        ShownPages pages = new ShownPages(opener);
        try {
            for (byte[] file : files) {
                pages.documents.add(opener.open(file, password));
            }
            if (pages.count() > MOST) {
                throw new RecordFault(
                        Reason.TOO_MANY_PAGES,
                        "one can ask about at most " + MOST + " pages together, these have " + pages.count()
                                + "; name fewer files, or ask about one file, page by page");
            }
            return pages;
        } catch (RecordFault | RuntimeException e) {
            pages.close();
            throw e;
        }
    }

    private int count() {
        return documents.stream().mapToInt(PageCursor::pageCount).sum();
    }

    @Override
    public Images images() {
        return Images.pages(count());
    }

    @Override
    public String renderer() {
        return documents.stream().map(PageCursor::renderer).distinct().collect(Collectors.joining(", "));
    }

    @Override
    public List<TileBatch> tiles(VisionConfig vision, int maxTiles) throws DecodeException {
        Tiler tiler = Tilers.of(vision, maxTiles);
        List<TileBatch> tiles = new ArrayList<>();
        for (PageCursor document : documents) {
            for (int page = 0; page < document.pageCount(); page++) {
                tiles.add(tiler.tile(document.page(page)));
            }
        }
        return tiles;
    }

    @Override
    public void close() {
        documents.forEach(PageCursor::close);
        opener.close();
    }
}
