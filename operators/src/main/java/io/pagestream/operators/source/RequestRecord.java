package io.pagestream.operators.source;

/**
 * A record as it came; nobody has looked into it yet.
 *
 * @param origin where it lies, for example {@code kafka:document-requests/3/1742}
 * @param bytes Avro binary, if all is well
 */
public record RequestRecord(String origin, byte[] bytes) {}
