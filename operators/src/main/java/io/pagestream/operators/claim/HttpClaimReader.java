package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Answers of HTTP servers. Redirects are followed by hand: each target has to be http or https, never less safe than what
 * it comes from, and has to be an allowed source itself.
 *
 * <p>Names are looked up when an address is checked and again when it is connected to; both take the answer that this JVM
 * keeps for {@code networkaddress.cache.ttl}. Behind a proxy of {@code https.proxyHost} only the proxy knows what a name
 * leads to.
 */
final class HttpClaimReader implements ClaimReader {

    private static final int MAX_REDIRECTS = 5;

    private final HttpClient client;
    private final Duration timeout;
    private final AllowedSources allowed;

    HttpClaimReader(Duration timeout, AllowedSources allowed) {
        this.timeout = timeout;
        this.allowed = allowed;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public byte[] read(URI uri, long maxBytes) throws RecordFault, IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        URI from = uri;
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<byte[]> answer = get(from, maxBytes, deadline);
            int status = answer.statusCode();
            if (status == 200) {
                return answer.body();
            }
            if (status < 300 || status >= 400) {
                throw refused(from, status);
            }
            from = redirected(from, answer);
        }
        throw new RecordFault(Reason.UNREADABLE_SOURCE, uri + " was redirected more than " + MAX_REDIRECTS + " times");
    }

    private HttpResponse<byte[]> get(URI uri, long maxBytes, long deadline) throws RecordFault, IOException {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(uri).GET().build();
        } catch (IllegalArgumentException e) {
            throw new RecordFault(Reason.INVALID_REQUEST, uri + " is not the address of a server: " + e.getMessage());
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> bodyOf(head, maxBytes));
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RecordFault(
                    Reason.TIMED_OUT,
                    uri + " did not answer within " + timeout + "; raise pagestream.fetch.http-timeout");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + uri);
        } catch (ExecutionException e) {
            throw failed(uri, maxBytes, e.getCause());
        }
    }

    /** Nobody reads what stands on an error page, and a declared length is believed when it is too large. */
    private static HttpResponse.BodySubscriber<byte[]> bodyOf(HttpResponse.ResponseInfo head, long maxBytes) {
        long declared = head.headers().firstValueAsLong("content-length").orElse(-1);
        return new LimitedBody(head.statusCode() != 200 ? 64 << 10 : declared > maxBytes ? 0 : maxBytes);
    }

    private static IOException failed(URI uri, long maxBytes, Throwable cause) throws RecordFault {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof LimitedBody.BodyTooLargeException) {
                throw LimitedBytes.tooLarge("more than " + maxBytes + " bytes", maxBytes, uri);
            }
        }
        return new IOException(uri + " could not be read: " + cause, cause);
    }

    private static IOException refused(URI uri, int status) throws RecordFault {
        if (status == 404 || status == 410) {
            throw new RecordFault(Reason.NOT_FOUND, uri + " does not exist: the server answered " + status);
        }
        if (status < 500 && status != 429 && status != 408) {
            throw new RecordFault(Reason.UNREADABLE_SOURCE, uri + " was refused: the server answered " + status);
        }
        return new IOException(uri + " could not be read: the server answered " + status);
    }

    private URI redirected(URI from, HttpResponse<byte[]> answer) throws RecordFault, UnknownHostException {
        String target = answer.headers().firstValue("location").orElse("");
        URI to;
        try {
            to = from.resolve(target);
        } catch (IllegalArgumentException e) {
            throw new RecordFault(Reason.UNREADABLE_SOURCE, from + " redirects to " + target + ", which is no address");
        }
        boolean safe = "https".equals(to.getScheme())
                || to.getScheme() != null && to.getScheme().equals(from.getScheme());
        if (target.isEmpty() || !safe || to.getHost() == null) {
            throw new RecordFault(
                    Reason.UNREADABLE_SOURCE,
                    from + " redirects to '" + target + "'; only http and https are followed");
        }
        allowed.check(to);
        return to;
    }
}
