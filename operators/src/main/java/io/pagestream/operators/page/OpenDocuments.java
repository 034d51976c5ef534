package io.pagestream.operators.page;

import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The documents that a subtask keeps open, because their next page is likely to come soon; the one that was not used for
 * the longest time is closed first. Bounded in documents and in bytes. Owns its opener. Belongs to one thread.
 */
final class OpenDocuments implements AutoCloseable {

    private final ClaimChecks claims;
    private final DocumentOpener opener;
    private final int maxDocuments;
    private final long maxBytes;
    private final Map<Key, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    OpenDocuments(ClaimChecks claims, DocumentOpener opener, int maxDocuments, long maxBytes) {
        this.claims = claims;
        this.opener = opener;
        this.maxDocuments = maxDocuments;
        this.maxBytes = maxBytes;
    }

    /** The cursor over the document of {@code page}; it stays the property of this object. */
    PageCursor cursor(Page page) throws RecordFault, IOException {
        String password = Objects.requireNonNullElse(page.getPassword(), "");
        Key key = new Key(
                page.getSource().getSha256(),
                password,
                page.getDocumentId(),
                page.getSource().getUri());
        Open known = open.get(key);
        if (known != null) {
            return known.cursor;
        }
        byte[] document = read(page.getSource());
        makeRoomFor(document.length);
        Open opened = new Open(opener.open(document, password, key.documentId, key.source), document.length);
        open.put(key, opened);
        bytes += opened.bytes;
        return opened.cursor;
    }

    private byte[] read(ClaimCheck source) throws RecordFault, IOException {
        if (source.getSha256().isEmpty()) {
            throw new RecordFault(Reason.INVALID_REQUEST, "a page needs the SHA-256 of its document");
        }
        return claims.read(source);
    }

    /** A document larger than the whole room is opened nevertheless, alone. */
    private void makeRoomFor(long more) {
        Iterator<Open> eldest = open.values().iterator();
        while (eldest.hasNext() && (open.size() >= maxDocuments || bytes + more > maxBytes)) {
            Open old = eldest.next();
            eldest.remove();
            bytes -= old.bytes;
            old.cursor.close();
        }
    }

    /** How many are open. */
    int size() {
        return open.size();
    }

    @Override
    public void close() {
        ArrayDeque<Open> all = new ArrayDeque<>(open.values());
        open.clear();
        bytes = 0;
        all.forEach(document -> document.cursor.close());
        opener.close();
    }

    /** The same bytes with another password are another door, and which password is known may depend on who asks. */
    private record Key(String sha256, String password, String documentId, String source) {}

    private record Open(PageCursor cursor, long bytes) {}
}
