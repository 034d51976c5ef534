package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A cursor whose work is done by workers, within time; the exceptions of libraries become reasons. */
final class GuardedCursor implements PageCursor {

    private final Format format;
    private final DecodeLimits limits;
    private final Callable<Pages> opener;
    private final int pageCount;
    private final String renderer;

    /** Empty after a time-out: a worker may still be inside, so the document is opened anew for the next page. */
    private Optional<Pages> pages;

    private GuardedCursor(Format format, DecodeLimits limits, Callable<Pages> opener, Pages pages) {
        this.format = format;
        this.limits = limits;
        this.opener = opener;
        this.pages = Optional.of(pages);
        this.pageCount = pages.count();
        this.renderer = pages.renderer();
    }

    static GuardedCursor open(Format format, DecodeLimits limits, Callable<Pages> opener) throws DecodeException {
        return new GuardedCursor(format, limits, opener, openPages(format, limits, opener));
    }

    private static Pages openPages(Format format, DecodeLimits limits, Callable<Pages> opener) throws DecodeException {
        return DecodeWorkers.call("opening " + format.mediaType(), new Deadline(limits.toOpen()), opener);
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public String mediaType() {
        return format.mediaType();
    }

    @Override
    public String renderer() {
        return renderer;
    }

    @Override
    public RgbImage page(int index) throws DecodeException {
        return call("decoding page ", index, (open, deadline) -> open.page(index, deadline));
    }

    @Override
    public Optional<TextLayer> textLayer(int index) throws DecodeException {
        return call("taking the text of page ", index, (open, deadline) -> open.textLayer(index, deadline));
    }

    private <T> T call(String what, int index, Step<T> step) throws DecodeException {
        if (index < 0 || index >= pageCount) {
            throw new DecodeException(
                    Reason.PAGE_OUT_OF_RANGE, "page " + index + " was asked for, there are 0 to " + (pageCount - 1));
        }
        Pages open = pages.isPresent() ? pages.get() : openPages(format, limits, opener);
        pages = Optional.of(open);
        Deadline deadline = new Deadline(limits.perPage());
        try {
            return DecodeWorkers.call(what + index, deadline, () -> step.take(open, deadline));
        } catch (DecodeException e) {
            if (e.reason() == Reason.TIMED_OUT) {
                pages = Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        try {
            if (pages.isPresent()) {
                pages.get().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a document in memory could not be closed", e);
        } finally {
            pages = Optional.empty();
        }
    }

    /** What is done with the open pages, on a worker. */
    private interface Step<T> {
        T take(Pages pages, Deadline deadline) throws IOException;
    }
}
