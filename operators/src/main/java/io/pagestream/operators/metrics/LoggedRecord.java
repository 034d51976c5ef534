package io.pagestream.operators.metrics;

import io.pagestream.schemas.Page;
import org.slf4j.MDC;

/**
 * While it is open, every line that this thread logs has the fields {@value #DOCUMENT} and {@value #PAGE}, whoever logs it:
 *
 * <pre>
 * try (LoggedRecord logged = LoggedRecord.of(page)) { ... }
 * </pre>
 *
 * <p>They stand in the logging context (MDC); a layout shows them or not. Of a document only its id is ever logged. One
 * thread.
 */
public final class LoggedRecord implements AutoCloseable {

    public static final String DOCUMENT = "document";
    public static final String PAGE = "page";

    /** An id is what a stranger wrote. */
    private static final int LONGEST = 256;

    private final String documentBefore = MDC.get(DOCUMENT);
    private final String pageBefore = MDC.get(PAGE);

    private LoggedRecord(String documentId, Integer page) {
        put(
                DOCUMENT,
                documentId.substring(0, Math.min(LONGEST, documentId.length())).replaceAll("\\p{Cntrl}", "_"));
        put(PAGE, page == null ? null : page.toString());
    }

    public static LoggedRecord of(Page page) {
        return new LoggedRecord(page.getDocumentId(), page.getIndex());
    }

    /** @param page its index; null: the whole document */
    public static LoggedRecord of(String documentId, Integer page) {
        return new LoggedRecord(documentId, page);
    }

    /** What was there before is there again. */
    @Override
    public void close() {
        put(DOCUMENT, documentBefore);
        put(PAGE, pageBefore);
    }

    private static void put(String field, String value) {
        if (value == null) {
            MDC.remove(field);
        } else {
            MDC.put(field, value);
        }
    }
}
