package io.pagestream.jobs.docs;

import io.pagestream.jobs.embedded.ShippedDocuments;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.flink.python.util.PythonDependencyUtils;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * A folder that looks to a person like the one of the project after a build: the start script, the jars that are being
 * tested, {@code deploy}, {@code docs}; beside them the documents that the pages name, and what they tell to fetch: Kafka and
 * Flink as their distributions lay them out, with scripts of one line before the same classes.
 *
 * <p>Where the pages name a checkpoint of gigabytes, a tiny one of random numbers in the same layout lies under its name.
 * Folders outside, and a port that is taken, are replaced in what is typed: see {@link #here}.
 */
final class Workspace {

    private static final List<String> MODULES =
            List.of("schemas", "imaging", "compute", "formats", "models", "gpu-kernels", "engine", "operators", "jobs");
    private static final Path GOLDEN = DocPages.HOME.resolve("models/src/test/golden");
    private static final int BROKER_PORT = 9092;

    static final String FLINK = "flink-" + EnvironmentInformation.getVersion();

    private final Path folder;
    private final Map<String, String> replaced;

    /** @param installed whether our jars lie in Flink's lib already, as {@code deploy/README.md} says */
    Workspace(Path folder, boolean installed) throws IOException {
        this.folder = Files.createDirectories(folder);
        int broker = isFree(BROKER_PORT) ? BROKER_PORT : freePort();
        this.replaced = Map.of(
                "localhost:" + BROKER_PORT,
                "localhost:" + broker,
                "/tmp/pagestream",
                folder + "/tmp",
                "/data/",
                folder + "/data/");
        project();
        documents();
        models();
        kafka(broker);
        flink(installed);
    }

    Path folder() {
        return folder;
    }

    /** The text with places of this folder for those that a test has no right to. */
    String here(String text) {
        String here = text;
        for (Map.Entry<String, String> each : replaced.entrySet()) {
            here = here.replaceAll(
                    "(?<![\\w/])((file://)?)" + Pattern.quote(each.getKey()) + "(?![\\w-])", "$1" + each.getValue());
        }
        return here;
    }

    private void project() throws IOException {
        Files.copy(DocPages.HOME.resolve("pagestream"), folder.resolve("pagestream"));
        folder.resolve("pagestream").toFile().setExecutable(true);
        Files.createDirectories(folder.resolve("target"));
        for (String module : MODULES) {
            Path target = Files.createDirectories(folder.resolve(module).resolve("target"));
            for (Path jar : jars(DocPages.HOME.resolve(module).resolve("target"), "pagestream-.*-SNAPSHOT.jar")) {
                Files.createSymbolicLink(target.resolve(jar.getFileName()), jar);
            }
        }
        for (String built : List.of("pagestream-job.jar", "flink-lib")) {
            Path there = DocPages.HOME.resolve("jobs/target").resolve(built);
            require(Files.exists(there), there + " is not there; ./mvnw package makes it, without -Dquick");
            Files.createSymbolicLink(folder.resolve("jobs/target").resolve(built), there);
        }
        copy("deploy");
        copy("docs");
        copy("jobs/src/main/resources/demo");
        // After the copies: the script builds when sources are newer.
        startJar(folder.resolve("jobs/target/pagestream-start.jar"));
    }

    /** As the build with -Pstart writes it: nothing but a class path, here that of this test. */
    private void startJar(Path jar) throws IOException {
        List<Path> all = new ArrayList<>(libraries("").toList());
        for (String module : MODULES) {
            all.addAll(jars(folder.resolve(module).resolve("target"), "pagestream-.*-SNAPSHOT.jar"));
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        all.stream().map(path -> path.toUri().toString()).collect(Collectors.joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream written = new JarOutputStream(out, manifest)) {
            written.finish();
        }
    }

    /** Jars of other people that this test sees, and whose names match. */
    private static Stream<Path> libraries(String names) {
        String own = DocPages.HOME.toString() + File.separator;
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .filter(place -> !place.startsWith(own) && !place.contains("/io/pagestream/"))
                .map(Path::of)
                .filter(path -> names.isEmpty() || path.getFileName().toString().matches(names));
    }

    private void copy(String name) throws IOException {
        Path from = DocPages.HOME.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(name).resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (file.toString().matches(".*\\.(yaml|yml|properties|sh|java|sql)")) {
                    Files.writeString(to, here(Files.readString(file)));
                    to.toFile().setExecutable(file.toFile().canExecute());
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }

    private void documents() throws IOException {
        Path shipped = folder.resolve("target/shipped");
        ShippedDocuments.copyTo(shipped);
        for (String each : List.of(
                "letter.pdf scans/letter.pdf",
                "receipt.jpg scans/receipt.jpg",
                "invoice.pdf invoices/invoice.pdf",
                "letter.pdf scan.pdf",
                "letter-as-sent.pdf report.pdf",
                "invoice.pdf bill.pdf",
                "invoice.pdf invoice.pdf",
                "receipt.jpg walk.jpg",
                "receipt.jpg known/receipt.jpg",
                "letter.pdf data/documents/letter.pdf",
                "letter-as-sent.pdf data/letter.pdf")) {
            String[] names = each.split(" ");
            Path to = folder.resolve(names[1]);
            Files.createDirectories(to.getParent());
            Files.copy(shipped.resolve(names[0]), to);
        }
        Files.writeString(
                folder.resolve("known/receipt.qa.json"),
                "[{\"question\": \"What is the total?\", \"answer\": \"5.00\"}]");
        Files.writeString(folder.resolve("data/broken.pdf"), "%PDF-1.7\nnothing more\n");
        Files.writeString(
                folder.resolve("data/documents.txt"),
                "file://" + folder + "/data/letter.pdf\nfile://" + folder + "/data/broken.pdf\n");
        picture("before.png");
        picture("after.png");
        Files.copy(DocPages.HOME.resolve("imaging/src/test/videos/moving-square.mp4"), folder.resolve("film.mp4"));
    }

    private void picture(String name) throws IOException {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 300, 200);
        pen.setColor(Color.BLACK);
        pen.setFont(new Font(Font.SERIF, Font.PLAIN, 30));
        pen.drawString(name, 40, 100);
        pen.dispose();
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    private void models() throws IOException {
        Files.createSymbolicLink(folder.resolve("models/InternVL2_5-1B"), GOLDEN.resolve("internvl25-qwen-tiny"));
        Files.createSymbolicLink(folder.resolve("models/InternVL2_5-8B"), GOLDEN.resolve("internvl25-internlm-tiny"));
        Files.createSymbolicLink(folder.resolve("models/internlm-xcomposer2d5-7b"), GOLDEN.resolve("ixc25-tiny"));
        Path golden = Files.createDirectories(folder.resolve("models/src/test/golden"));
        for (String name : List.of("common", "internvl25-qwen-tiny")) {
            Files.createSymbolicLink(golden.resolve(name), GOLDEN.resolve(name));
        }
    }

    private void kafka(int port) throws IOException {
        Path home = folder.resolve("kafka_2.13-" + AppInfoParser.getVersion());
        String libraries = libraries("").map(Path::toString).collect(Collectors.joining(":"));
        script(home, "kafka-storage.sh", "", libraries, "kafka.tools.StorageTool");
        script(home, "kafka-server-start.sh", "-Xmx384m", libraries, "kafka.Kafka");
        script(home, "kafka-topics.sh", "", libraries, "org.apache.kafka.tools.TopicCommand");
        script(
                home,
                "kafka-consumer-groups.sh",
                "",
                libraries,
                "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand");
        script(home, "kafka-console-consumer.sh", "", libraries, "org.apache.kafka.tools.consumer.ConsoleConsumer");
        // As in the distribution, but for the ports and the folder.
        Files.writeString(home.resolve("config/server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.bootstrap.servers=localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                inter.broker.listener.name=PLAINTEXT
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
                log.dirs=%3$s
                num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                """.formatted(
                        port, freePort(), folder.resolve("kafka-logs")));
    }

    private void flink(boolean installed) throws IOException {
        Path home = folder.resolve(FLINK);
        Path lib = Files.createDirectories(home.resolve("lib"));
        for (Path jar : jars(DocPages.HOME.resolve("jobs/target/flink-home"), ".*")) {
            Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
        }
        if (installed) {
            for (Path jar : jars(DocPages.HOME.resolve("jobs/target/flink-lib"), ".*")) {
                if (!Files.exists(lib.resolve(jar.getFileName()))) {
                    Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
                }
            }
        }
        for (Path jar : libraries("(icu4j|flink-(table|sql|cep|json|connector-(base|datagen|files))).*\\.jar")
                .toList()) {
            if (!Files.exists(lib.resolve(jar.getFileName()))) {
                Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar);
            }
        }
        String name = PythonDependencyUtils.class.getName().replace('.', '/') + ".class";
        Path standIn = home.resolve("opt").resolve(name);
        Files.createDirectories(standIn.getParent());
        try (InputStream in = PythonDependencyUtils.class.getResourceAsStream("/" + name)) {
            Files.copy(in, standIn);
        }
        script(
                home,
                "sql-client.sh",
                "-Duser.home=" + home + " " + opens(),
                home + "/lib/*:" + home + "/opt",
                "org.apache.flink.table.client.SqlClient");
        Files.writeString(Files.createDirectories(home.resolve("conf")).resolve("config.yaml"), """
                execution: {target: local}
                sql-client: {execution: {result-mode: tableau}}
                rest: {address: localhost, bind-address: localhost}
                taskmanager: {memory: {managed: {size: 8mb}, network: {min: 32mb, max: 32mb}}}
                """);
    }

    private static String opens() {
        return Stream.of(
                        "java.lang",
                        "java.lang.reflect",
                        "java.io",
                        "java.net",
                        "java.nio",
                        "java.text",
                        "java.time",
                        "java.util",
                        "java.util.concurrent",
                        "java.util.concurrent.atomic",
                        "java.util.concurrent.locks",
                        "sun.nio.ch")
                .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                .collect(Collectors.joining(" "));
    }

    private static void script(Path home, String name, String options, String classPath, String main)
            throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("config")).resolve("log4j2.properties"), """
                rootLogger.level=warn
                rootLogger.appenderRef.o.ref=o
                appender.o.type=Console
                appender.o.name=o
                appender.o.target=SYSTEM_ERR
                """);
        Path script = Files.createDirectories(home.resolve("bin")).resolve(name);
        Files.writeString(script, """
                #!/bin/sh
                FLINK_CONF_DIR=%1$s/conf exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile=%1$s/config/log4j2.properties \\
                  %2$s -cp '%3$s' %4$s "$@"
                """.formatted(home, options, classPath, main));
        script.toFile().setExecutable(true);
    }

    private static List<Path> jars(Path folder, String names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(names))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isFree(int port) {
        try (Socket socket = new Socket("localhost", port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new AssertionError(message);
        }
    }
}
