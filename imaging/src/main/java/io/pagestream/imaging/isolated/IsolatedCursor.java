package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A document that is open in a child, or will be again when its next page is wanted: the child may be another one then. */
final class IsolatedCursor implements PageCursor {

    private static final AtomicLong NEXT = new AtomicLong();

    private final DecoderPool pool;
    private final SentDocument document;
    private final Facts facts;

    private IsolatedCursor(DecoderPool pool, SentDocument document, Facts facts) {
        this.pool = pool;
        this.document = document;
        this.facts = facts;
    }

    static IsolatedCursor open(DecoderPool pool, byte[] bytes, String password) throws DecodeException {
        SentDocument document = new SentDocument(NEXT.incrementAndGet(), bytes, password);
        return new IsolatedCursor(pool, document, pool.ask(document, child -> child.open(document)));
    }

    @Override
    public int pageCount() {
        return facts.pageCount();
    }

    @Override
    public String mediaType() {
        return facts.mediaType();
    }

    @Override
    public String renderer() {
        return facts.renderer();
    }

    @Override
    public RgbImage page(int index) throws DecodeException {
        return pool.ask(document, child -> child.page(document, index));
    }

    @Override
    public Optional<TextLayer> textLayer(int index) throws DecodeException {
        return pool.ask(document, child -> child.textLayer(document, index));
    }

    /** Nothing to do: a child forgets a document when it needs the room. */
    @Override
    public void close() {}

    /**
     * A document as it goes to a child.
     *
     * @param id unique in this process
     */
    record SentDocument(long id, byte[] bytes, String password) {}

    /** What a child has found out when it opened a document. */
    record Facts(int pageCount, String mediaType, String renderer) {}
}
