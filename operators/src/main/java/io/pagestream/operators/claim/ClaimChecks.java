package io.pagestream.operators.claim;

import io.pagestream.operators.fault.DeadLetters;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Redeems claim checks: reads the bytes and makes sure that they are the ones that were meant. Any thread; blocks it. */
public final class ClaimChecks {

    private static final int MAX_URI = 4096;

    private final AccessOptions options;
    private final AllowedSources allowed;
    private final ClaimReader files;
    private final ClaimReader fileSystems = new FileSystemClaimReader();
    private final ClaimReader http;

    private ClaimChecks(AccessOptions options) {
        this.options = options;
        // What the pipeline itself has put away is always allowed.
        List<String> roots = new ArrayList<>(options.allowedRoots());
        if (!options.claimStore().isEmpty()) {
            roots.add(options.claimStore());
        }
        this.allowed = new AllowedSources(roots);
        this.files = new FileClaimReader(allowed.folders());
        this.http = new HttpClaimReader(options.httpTimeout(), allowed);
    }

    public static ClaimChecks of(AccessOptions options) {
        return new ClaimChecks(options);
    }

    /**
     * The bytes behind {@code check}.
     *
     * @throws RecordFault when they are not there, not allowed, too large, or not the ones that {@code check} describes
     * @throws IOException when the store could not be reached this time
     */
    public byte[] read(ClaimCheck check) throws RecordFault, IOException {
        URI uri = parse(check.getUri());
        LimitedBytes.check(check.getSize(), options.maxBytes(), uri);
        byte[] bytes = read(uri);
        if (check.getSize() >= 0 && check.getSize() != bytes.length) {
            throw new RecordFault(
                    Reason.HASH_MISMATCH,
                    uri + " should have " + check.getSize() + " bytes and has " + bytes.length
                            + "; it was changed after the request was written");
        }
        String wanted = check.getSha256().toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty() && !wanted.equals(Sha256.of(bytes))) {
            throw new RecordFault(
                    Reason.HASH_MISMATCH,
                    uri + " should have the SHA-256 " + wanted + " and has " + Sha256.of(bytes)
                            + "; it was changed after the request was written");
        }
        return bytes;
    }

    /** An address over which a client stumbles is the fault of its record; it must not fail the task again and again. */
    private byte[] read(URI uri) throws RecordFault, IOException {
        try {
            return readerOf(uri).read(uri, options.maxBytes());
        } catch (RuntimeException e) {
            throw new RecordFault(Reason.INVALID_REQUEST, uri + " is no address that can be opened: " + e, e);
        }
    }

    private ClaimReader readerOf(URI uri) throws RecordFault, UnknownHostException {
        if (AllowedSources.isFile(uri)) {
            AllowedSources.checkPlain(uri);
            return files;
        }
        allowed.check(uri);
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        return scheme.equals("http") || scheme.equals("https") ? http : fileSystems;
    }

    private static URI parse(String address) throws RecordFault {
        if (address.length() > MAX_URI) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    "the address of the source has " + address.length() + " characters, the limit is " + MAX_URI);
        }
        String shown = DeadLetters.withoutCredentials(address);
        try {
            URI uri = new URI(address);
            if (uri.getScheme() == null) {
                throw new RecordFault(
                        Reason.INVALID_REQUEST, "'" + shown + "' has no scheme; write file:, http:, https: or s3:");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new RecordFault(Reason.INVALID_REQUEST, "'" + shown + "' is not an address: " + e.getReason());
        }
    }
}
