package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session cluster: ZooKeeper, a JobManager that keeps what it must not forget on disk, and TaskManagers, each a process of
 * its own. {@code lib/} is what {@code deploy/README.md} says, the configuration has the lines of {@code
 * deploy/flink-config.yaml}. A process that was killed is started again on the same ports, as a supervisor does.
 */
final class LocalFlink implements AutoCloseable {

    static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(8);

    private static final Duration START = Duration.ofSeconds(240);
    private static final int SLOTS = 2;

    /** Flink carries a whole ZooKeeper, server included, under another name. */
    private static final String ZOOKEEPER =
            "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain";

    private final Path folder;
    private final int zooKeeperPort = Ports.free();
    private final int restPort = Ports.free();
    private final JavaProcess[] taskManagers;
    private final int[] incarnations;
    private JavaProcess zooKeeper;
    private JavaProcess jobManager;

    /** @param settings beside those that it needs */
    LocalFlink(Path folder, int taskManagers, Map<String, String> settings) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.taskManagers = new JavaProcess[taskManagers];
        this.incarnations = new int[taskManagers];
        Path conf = Files.createDirectories(folder.resolve("conf"));
        Files.writeString(conf.resolve("log4j2.properties"), logging("INFO"));
        Files.writeString(conf.resolve("zoo.cfg"), zooKeeperSettings());
        String lines = Files.readString(Path.of("../deploy/flink-config.yaml"));
        String own = settings.entrySet().stream()
                .map(setting -> setting.getKey() + ": \"" + setting.getValue() + "\"\n")
                .collect(Collectors.joining());
        Files.writeString(conf.resolve("config.yaml"), settings(Ports.free()) + own + lines);
    }

    static String logging(String level) {
        return """
                rootLogger.level=%s
                rootLogger.appenderRef.c.ref=C
                appender.c.name=C
                appender.c.type=CONSOLE
                appender.c.layout.type=PatternLayout
                appender.c.layout.pattern=%%d{HH:mm:ss.SSS} %%-5p [%%t] %%c{1} - %%m%%n
                logger.k.name=org.apache.kafka
                logger.k.level=WARN
                logger.m.name=org.apache.flink.metrics.MetricGroup
                logger.m.level=ERROR
                logger.p.name=org.apache.pdfbox
                logger.p.level=OFF
                """.formatted(level);
    }

    private String zooKeeperSettings() {
        return """
                dataDir=%s
                clientPort=%d
                tickTime=1000
                initLimit=10
                syncLimit=5
                admin.enableServer=false
                """.formatted(folder.resolve("zookeeper"), zooKeeperPort);
    }

    private String settings(int rpcPort) {
        return """
                jobmanager.rpc.address: localhost
                jobmanager.rpc.port: %d
                jobmanager.bind-host: localhost
                rest.address: localhost
                rest.bind-address: localhost
                rest.port: %d
                taskmanager.host: localhost
                taskmanager.bind-host: localhost
                taskmanager.numberOfTaskSlots: %d
                taskmanager.load-balance.mode: SLOTS
                taskmanager.cpu.cores: 1.0
                taskmanager.memory.task.heap.size: 320m
                taskmanager.memory.framework.heap.size: 64m
                taskmanager.memory.framework.off-heap.size: 128m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 192m
                taskmanager.memory.jvm-overhead.max: 192m
                taskmanager.memory.managed.size: 0m
                taskmanager.memory.network.min: 64m
                taskmanager.memory.network.max: 64m
                high-availability.type: zookeeper
                high-availability.zookeeper.quorum: localhost:%d
                high-availability.zookeeper.client.session-timeout: 8s
                high-availability.zookeeper.client.connection-timeout: 8s
                high-availability.storageDir: %s
                high-availability.cluster-id: /trial
                heartbeat.interval: 2000
                heartbeat.timeout: %d
                restart-strategy.type: exponential-delay
                restart-strategy.exponential-delay.initial-backoff: 500 ms
                restart-strategy.exponential-delay.max-backoff: 4 s
                metrics.fetcher.update-interval: 1000
                io.tmp.dirs: %s
                """.formatted(
                        rpcPort,
                        restPort,
                        SLOTS,
                        zooKeeperPort,
                        folder.resolve("ha").toUri(),
                        HEARTBEAT_TIMEOUT.toMillis(),
                        folder.resolve("tmp"));
    }

    void start() throws IOException {
        zooKeeper =
                recipe("zookeeper", "-Xmx96m").start(ZOOKEEPER, conf("zoo.cfg").toString());
        Patience.until("ZooKeeper listens", START, () -> Ports.isOpen(zooKeeperPort));
        startJobManager();
        for (int number = 0; number < taskManagers.length; number++) {
            startTaskManager(number);
        }
    }

    void awaitStart() {
        ClusterRest rest = rest();
        Patience.until(taskManagers.length + " TaskManagers are registered; logs: " + logs(), START, () -> {
            if (!dead().isEmpty()) {
                throw new AssertionError("ended by itself: " + dead() + "; logs: " + logs());
            }
            return rest.taskManagers().size() == taskManagers.length;
        });
    }

    /** What has ended without being told to. */
    private List<String> dead() {
        return Stream.concat(Stream.of(jobManager), Stream.of(taskManagers))
                .filter(process -> !process.isAlive())
                .map(JavaProcess::name)
                .toList();
    }

    /** Starts again what has ended by itself; says how many that were. */
    int revive() throws IOException {
        int dead = dead().size();
        if (!jobManager.isAlive()) {
            startJobManager();
        }
        for (int number = 0; number < taskManagers.length; number++) {
            if (!taskManagers[number].isAlive()) {
                startTaskManager(number);
            }
        }
        return dead;
    }

    void startJobManager() throws IOException {
        jobManager = recipe("jobmanager", "-Xmx320m")
                .start(
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        "--configDir",
                        conf("").toString(),
                        "--executionMode",
                        "cluster");
    }

    void startTaskManager(int number) throws IOException {
        incarnations[number]++;
        taskManagers[number] = recipe(nameOf(number), "-Xmx384m", "-XX:MaxDirectMemorySize=2300m")
                .start(
                        "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                        "--configDir",
                        conf("").toString(),
                        "-D",
                        "taskmanager.resource-id=" + resourceId(number));
    }

    private static String nameOf(int number) {
        return "taskmanager" + (number + 1);
    }

    private JavaProcess.Recipe recipe(String name, String... own) {
        List<String> options = new ArrayList<>(Arrays.asList(own));
        options.add("-XX:+UseSerialGC");
        options.add("-XX:MaxMetaspaceSize=256m");
        options.add("-Dlog4j2.configurationFile=" + conf("log4j2.properties"));
        options.add("-Dpdfbox.fontcache=" + folder.resolve("fonts"));
        for (String opened : List.of("lang", "net", "io", "nio", "text", "time", "util", "util.concurrent")) {
            options.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
        }
        return new JavaProcess.Recipe(
                name,
                logs(),
                options,
                ClassPaths.flink(),
                Map.of("OMP_WAIT_POLICY", "passive", "FLINK_PLUGINS_DIR", ClassPaths.PLUGINS.toString()));
    }

    private Path conf(String file) {
        return folder.resolve("conf").resolve(file);
    }

    Path logs() {
        return folder.resolve("log");
    }

    ClusterRest rest() {
        return new ClusterRest(restPort);
    }

    String address() {
        return "localhost:" + restPort;
    }

    JavaProcess jobManager() {
        return jobManager;
    }

    JavaProcess taskManager(int number) {
        return taskManagers[number];
    }

    int taskManagers() {
        return taskManagers.length;
    }

    /** The TaskManager with the fewest free slots: to kill an idle one would prove nothing. */
    int busiest() {
        Map<String, Integer> free = rest().taskManagers();
        int busiest = 0;
        for (int number = 1; number < taskManagers.length; number++) {
            if (freeSlots(free, number) < freeSlots(free, busiest)) {
                busiest = number;
            }
        }
        return busiest;
    }

    /** As the JobManager knows it. */
    String resourceId(int number) {
        return nameOf(number) + "-" + incarnations[number];
    }

    private int freeSlots(Map<String, Integer> free, int number) {
        return free.getOrDefault(resourceId(number), SLOTS);
    }

    @Override
    public void close() {
        for (JavaProcess taskManager : taskManagers) {
            closeIfStarted(taskManager);
        }
        closeIfStarted(jobManager);
        closeIfStarted(zooKeeper);
    }

    private static void closeIfStarted(JavaProcess process) {
        if (process != null) {
            process.close();
        }
    }
}
