package io.pagestream.operators.reading;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.PageTiler;
import io.pagestream.schemas.Page;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where pages are opened again: after a restore, when the reference is there and the tiles are not, and for another attempt with
 * other tiles. That blocks, so it has a thread of its own; the open documents belong to this thread.
 */
final class TilingThread implements AutoCloseable {

    private final PageTiler tiler;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "pagestream-tile-again");
        thread.setDaemon(true);
        return thread;
    });

    TilingThread(PipelineOptions options, PageTiler.Choice choice) {
        tiler = PageTiler.of(options, choice);
    }

    /** Any thread. After {@link #close} nothing is done: after a restart the page is asked again. */
    void run(Runnable work) {
        try {
            thread.execute(work);
        } catch (RejectedExecutionException e) {
            // closed meanwhile
        }
    }

    /** The tiles that a page was read with at first; on this thread only. */
    TileBatch tiles(Page page) throws RecordFault {
        return tiler.tile(page).tiles().orElseThrow();
    }

    /** The upright page; on this thread only. */
    RgbImage picture(Page page) throws RecordFault {
        return tiler.picture(page);
    }

    /** Ends when the work in hand is done; does not wait for it. */
    @Override
    public void close() {
        run(tiler::close);
        thread.shutdown();
    }
}
