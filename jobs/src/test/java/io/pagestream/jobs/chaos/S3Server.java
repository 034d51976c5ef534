package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An S3-compatible server in a process of its own: buckets are folders, objects are files in them. */
final class S3Server implements AutoCloseable {

    private static final String USER = "trial";
    private static final String SECRET = "trial-secret";
    private static final Duration START = Duration.ofSeconds(120);

    private final Path buckets;
    private final int port = Ports.free();
    private final JavaProcess process;

    /** @param bucket that is there from the beginning */
    S3Server(Path folder, String bucket) throws IOException {
        Path jars = ClassPaths.TARGET.resolve("s3-server/dependency");
        if (!Files.isDirectory(jars)) {
            throw new IOException(jars + " is not there; ./mvnw -f jobs/src/test/s3-server makes it");
        }
        buckets = folder.resolve("buckets");
        Files.createDirectories(buckets.resolve(bucket));
        Path properties =
                Files.writeString(folder.resolve("s3.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.identity=none
                jclouds.credential=none
                jclouds.filesystem.basedir=%s
                """.formatted(port, USER, SECRET, buckets));
        Path logging = Files.writeString(folder.resolve("logback.xml"), """
                <configuration><appender name="C" class="ch.qos.logback.core.ConsoleAppender"><encoder>
                <pattern>%d %level %logger - %msg%n</pattern></encoder></appender>
                <root level="WARN"><appender-ref ref="C"/></root></configuration>
                """);
        process = new JavaProcess.Recipe(
                        "s3",
                        folder.resolve("log"),
                        List.of("-Xmx256m", "-Dlogback.configurationFile=" + logging),
                        jars + "/*",
                        Map.of())
                .start("org.gaul.s3proxy.Main", "--properties", properties.toString());
        Patience.until("the S3 server answers; its log: " + folder.resolve("log"), START, this::answers);
    }

    private boolean answers() {
        try {
            HttpURLConnection asked = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            return asked.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
        } catch (IOException e) {
            return false;
        }
    }

    /** For Flink, the keys of {@code flink-s3-fs-native}. */
    Map<String, String> settings() {
        return Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + port,
                "s3.path-style-access",
                "true",
                "s3.region",
                "us-east-1",
                "s3.access-key",
                USER,
                "s3.secret-key",
                SECRET);
    }

    Path folderOf(String bucket) {
        return buckets.resolve(bucket);
    }

    @Override
    public void close() {
        process.close();
    }
}
