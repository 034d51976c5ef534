package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A Kafka broker (KRaft) in a process of its own; after a kill it goes on with the same port and files. */
final class LocalBroker implements AutoCloseable {

    static final int PARTITIONS = 4;

    private static final Duration START = Duration.ofSeconds(240);

    private final Path folder;
    private final Path properties;
    private final int port;
    private JavaProcess process;

    LocalBroker(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.properties = folder.resolve("server.properties");
        this.port = Ports.free();
        Files.writeString(properties, settings(Ports.free()));
        Files.writeString(folder.resolve("log4j2.properties"), LocalFlink.logging("WARN"));
        String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()};
        int code = StorageTool.execute(
                format, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("Kafka's storage tool ended with " + code + " for " + properties);
        }
    }

    private String settings(int controller) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@localhost:%2$d
                listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
                advertised.listeners=PLAINTEXT://localhost:%1$d
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=2
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=2
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                auto.create.topics.enable=false
                message.max.bytes=33554432
                """.formatted(port, controller, folder.resolve("data"));
    }

    String servers() {
        return "localhost:" + port;
    }

    JavaProcess process() {
        return process;
    }

    void start() throws IOException {
        List<String> options = List.of(
                "-Xmx384m", "-XX:+UseSerialGC", "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties"));
        process = new JavaProcess.Recipe("broker", folder.resolve("log"), options, ClassPaths.tests(), Map.of())
                .start("kafka.Kafka", properties.toString());
    }

    void awaitStart() {
        Patience.until("the broker listens on port " + port, START, () -> Ports.isOpen(port));
    }

    /** Topics exist before they have leaders, and a producer that starts between can wedge; offsets come from leaders. */
    void createTopics(List<String> names) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            List<NewTopic> topics = new ArrayList<>();
            for (String name : names) {
                topics.add(new NewTopic(name, PARTITIONS, (short) 1));
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
                }
            }
            admin.createTopics(topics).all().get();
            Patience.until("all topics have leaders", START, () -> {
                try {
                    admin.listOffsets(ends).all().get();
                    return true;
                } catch (ExecutionException e) {
                    return false;
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        } catch (ExecutionException e) {
            throw new IOException("topics could not be made", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
