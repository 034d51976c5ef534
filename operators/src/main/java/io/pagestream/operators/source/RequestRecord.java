package io.pagestream.operators.source;

/**
 * A record as it came; nobody has looked into it yet.
 *
 * @param origin where it lies, for example {@code kafka:document-requests/3/1742}
 * @param bytes Avro binary, if all is well
 * @param tenant what the header {@value #TENANT} says, at most {@link #MOST_HEADER} bytes of it; null without one
 * @param lane what the header {@value #LANE} says, at most so much of it; null without one
 */
public record RequestRecord(String origin, byte[] bytes, String tenant, String lane) {

    /** For whom a request is; stronger than the tenant that the request names. */
    public static final String TENANT = "pagestream-tenant";

    /** INTERACTIVE or BACKFILL, in any case; stronger than the lane that the request names. */
    public static final String LANE = "pagestream-lane";

    /** Of more than this the rest is cut off: still too long for a tenant, and known not to be a lane. */
    static final int MOST_HEADER = 2048;

    /** Without headers. */
    public RequestRecord(String origin, byte[] bytes) {
        this(origin, bytes, null, null);
    }
}
