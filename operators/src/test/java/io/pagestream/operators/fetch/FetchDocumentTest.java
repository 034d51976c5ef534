package io.pagestream.operators.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pagestream.operators.Samples;
import io.pagestream.operators.claim.FetchedDocument;
import io.pagestream.operators.claim.Sha256;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.Either;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // Flink's harnesses may throw InterruptedException on close
class FetchDocumentTest {

    private static final String IMAGE = "exact_56.png";

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void aFileIsFetchedAndItsClaimCheckCompleted() throws Exception {
        FetchedDocument fetched = fetch(Samples.request(IMAGE)).right();

        assertThat(fetched.bytes()).isEqualTo(Samples.image(IMAGE));
        assertThat(fetched.request().getSource()).isEqualTo(Samples.claim(IMAGE));
    }

    @Test
    void contentIsPutIntoTheClaimStoreOnceAndCanBeFetchedFromThere() throws Exception {
        DocumentRequest inline = DocumentRequest.newBuilder()
                .setDocumentId("inline")
                .setContent(ByteBuffer.wrap(Samples.image(IMAGE)))
                .build();

        FetchedDocument fetched = fetch(inline).right();
        FetchedDocument again = fetch(inline).right();

        assertThat(fetched.request().getContent()).isNull();
        ClaimCheck claim = fetched.request().getSource();
        assertThat(claim.getSha256()).isEqualTo(Sha256.of(Samples.image(IMAGE)));
        assertThat(again.request().getSource()).isEqualTo(claim);
        assertThat(fetch(Samples.request("later", claim)).right().bytes()).isEqualTo(Samples.image(IMAGE));
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile))
                    .as("no drafts are left")
                    .hasSize(1);
        }
    }

    @Test
    void aFileOutsideTheAllowedRootsIsRefusedAlsoBehindALink() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Path allowed = Files.createDirectory(folder.resolve("allowed"));
        Path link = Files.createSymbolicLink(allowed.resolve("link"), secret);
        Configuration config = configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of(allowed.toString()));

        for (String uri : List.of(
                secret.toUri().toString(),
                link.toUri().toString(),
                allowed.toUri() + "../secret",
                allowed.toUri() + "%2e%2e/secret",
                allowed.toUri() + "%2e%2e",
                "file:/etc/passwd")) {
            DeadLetter letter = fetch(config, Samples.request("s", new ClaimCheck(uri, -1L, "")))
                    .left();
            assertThat(letter.getReason()).as(uri).isEqualTo(Reason.SOURCE_REFUSED);
            assertThat(letter.getDetail()).contains("allowed-roots");
        }
    }

    @Test
    void whatIsThereMustBeWhatWasMeant() throws Exception {
        ClaimCheck other = new ClaimCheck(Samples.claim(IMAGE).getUri(), -1L, "0".repeat(64));
        ClaimCheck shorter = new ClaimCheck(Samples.claim(IMAGE).getUri(), 12L, "");
        ClaimCheck absent = new ClaimCheck(Samples.IMAGES.toUri() + "absent.png", -1L, "");
        ClaimCheck directory = new ClaimCheck(Samples.IMAGES.toUri().toString(), -1L, "");

        assertThat(reason(other)).isEqualTo(Reason.HASH_MISMATCH);
        assertThat(reason(shorter)).isEqualTo(Reason.HASH_MISMATCH);
        assertThat(reason(absent)).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(directory)).isEqualTo(Reason.UNREADABLE_SOURCE);
        assertThat(reason(new ClaimCheck("no-such-scheme://a/b", -1L, ""))).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(reason(new ClaimCheck("other-scheme://a/b", -1L, ""))).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(reason(new ClaimCheck("not an address", -1L, ""))).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(reason(new ClaimCheck(
                        Files.createFile(folder.resolve("empty")).toUri().toString(), -1L, "")))
                .isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:relative",
                "file://elsewhere/etc/passwd",
                "file:",
                "http:opaque",
                "http:///no-host",
                "http://a b/",
                "https://:0/",
                "s3:opaque",
                "hdfs://",
                "local:/etc/passwd",
                "FILE:/etc/passwd",
                ":",
                ""
            })
    void anAddressThatLeadsNowhereIsADeadLetter(String uri) throws Exception {
        assertThat(reason(new ClaimCheck(uri, -1L, ""))).isIn(Reason.INVALID_REQUEST, Reason.SOURCE_REFUSED);
    }

    @Test
    void whatNoRootNamesIsClosedHttpIncluded() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of());

        DeadLetter letter = fetch(config, remote("/in/image")).left();

        assertThat(letter.getReason()).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(letter.getDetail()).contains("allowed-roots");
    }

    @Test
    void aRootWithoutHostOpensPublicHostsOnly() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of("http:", "https:"));

        DeadLetter letter = fetch(config, remote("/in/image")).left();

        assertThat(letter.getReason()).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(letter.getDetail()).contains("no public address");
        assertThat(asked.get()).as("nobody connected").isZero();
    }

    @Test
    void aRedirectToAPrivateAddressIsRefusedAlthoughAllPublicHostsAreOpen() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.ALLOWED_ROOTS, List.of("http:", address() + "/in"));

        DeadLetter letter = fetch(config, remote("/in/outside")).left();

        assertThat(letter.getReason()).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(letter.getDetail()).contains("/elsewhere/image", "no public address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/in/%2e%2e/x", "/in/%2e%2e", "/in/..", "/in/%252e%252e/x", "/in/..%5cx", "/in/%252fx"})
    void aPathThatClimbsOrHidesWhereItLeadsIsRefused(String path) throws Exception {
        assertThat(fetch(remote(path)).left().getReason()).isEqualTo(Reason.SOURCE_REFUSED);
        assertThat(asked.get()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@localhost/in/a", "s3://me:secret@bucket/a", "http://me:secret@a b/"})
    void credentialsInAnAddressAreRefusedAndNotRepeated(String uri) throws Exception {
        DeadLetter letter =
                fetch(Samples.request("a", new ClaimCheck(uri, -1L, ""))).left();

        assertThat(letter.getReason()).isIn(Reason.SOURCE_REFUSED, Reason.INVALID_REQUEST);
        assertThat(letter.getOriginalUri()).startsWith(uri.substring(0, uri.indexOf(':')) + "://");
        assertThat(new String(AvroBytes.of(letter), StandardCharsets.ISO_8859_1))
                .doesNotContain("secret");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "/missing, NOT_FOUND, 1",
        "/forbidden, UNREADABLE_SOURCE, 1",
        "/broken, UNREADABLE_SOURCE, 2",
        "/endless, TOO_LARGE, 1",
        "/declared, TOO_LARGE, 1",
        "/to-file, UNREADABLE_SOURCE, 1",
        "/loop, UNREADABLE_SOURCE, 1",
        "/outside, SOURCE_REFUSED, 1"
    })
    void aServerThatDoesNotGiveTheDocumentIsADeadLetter(String path, Reason reason, int attempts) throws Exception {
        DeadLetter letter = fetch(remote("/in" + path)).left();

        assertThat(letter.getStage()).isEqualTo(Stage.FETCH);
        assertThat(letter.getReason()).isEqualTo(reason);
        assertThat(letter.getAttempts()).isEqualTo(attempts);
        assertThat(letter.getOriginalUri()).endsWith("/in" + path);
    }

    @ParameterizedTest
    @CsvSource({"/in/image", "/in/moved"})
    void aServerMayAnswerOrSendOn(String path) throws Exception {
        assertThat(fetch(remote(path)).right().bytes()).isEqualTo(Samples.image(IMAGE));
    }

    @Test
    void aServerThatDoesNotEndItsAnswerIsGivenUp() throws Exception {
        Configuration config = configuration();
        config.set(PipelineKeys.HTTP_TIMEOUT, Duration.ofMillis(200));

        assertThat(fetch(config, remote("/in/hanging")).left().getReason()).isEqualTo(Reason.TIMED_OUT);
    }

    private DocumentRequest remote(String path) {
        return Samples.request("remote", new ClaimCheck(address() + path, -1L, ""));
    }

    private String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/in/image" -> answer(exchange, 200, Samples.image(IMAGE));
            case "/in/moved" -> redirect(exchange, "image");
            case "/in/to-file" -> redirect(exchange, "file:/etc/passwd");
            case "/in/loop" -> redirect(exchange, "loop");
            case "/in/outside" -> redirect(exchange, "/elsewhere/image");
            case "/in/missing" -> answer(exchange, 404, new byte[0]);
            case "/in/forbidden" -> answer(exchange, 403, new byte[0]);
            case "/in/broken" -> answer(exchange, 503, new byte[0]);
            case "/in/endless" -> {
                exchange.sendResponseHeaders(200, 0);
                byte[] part = new byte[8192];
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(part);
                }
                exchange.close();
            }
            case "/in/declared" -> {
                exchange.sendResponseHeaders(200, 1L << 40);
                exchange.getResponseBody().write(new byte[10]);
                exchange.getResponseBody().flush();
            }
            default -> exchange.sendResponseHeaders(200, 100); // and never a byte of them
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void redirect(HttpExchange exchange, String to) throws IOException {
        exchange.getResponseHeaders().set("location", to);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private Reason reason(ClaimCheck source) throws Exception {
        return fetch(Samples.request("a", source)).left().getReason();
    }

    private Configuration configuration() {
        Configuration config = Samples.configuration();
        config.set(
                PipelineKeys.ALLOWED_ROOTS,
                List.of(Samples.IMAGES.toString(), folder.toString(), address() + "/in", "no-such-scheme://a"));
        config.set(PipelineKeys.CLAIM_STORE, folder.resolve("claims").toUri().toString());
        config.set(PipelineKeys.MAX_BYTES, MemorySize.ofMebiBytes(1));
        config.set(PipelineKeys.FETCH_ATTEMPTS, 2);
        return config;
    }

    private Either<DeadLetter, FetchedDocument> fetch(DocumentRequest request) throws Exception {
        return fetch(configuration(), request);
    }

    private static Either<DeadLetter, FetchedDocument> fetch(Configuration config, DocumentRequest request)
            throws Exception {
        var factory = new AsyncWaitOperatorFactory<>(
                new FetchDocument(PipelineOptions.from(config)), 60_000, 4, OutputMode.UNORDERED);
        var requests = new AvroTypeInfo<>(DocumentRequest.class).createSerializer(null);
        try (var harness = new OneInputStreamOperatorTestHarness<>(factory, requests)) {
            harness.setup(FetchDocument.TYPE.createSerializer(
                    harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            harness.processElement(new StreamRecord<>(request, 0));
            harness.endInput();
            return harness.extractOutputValues().get(0);
        }
    }
}
