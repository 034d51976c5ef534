package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Linux says about a process.
 *
 * @param residentBytes of memory, heap and native together
 * @param threads alive
 * @param handles open files, sockets and pipes
 * @param cpuMillis of all threads since the process began
 */
record Vitals(long residentBytes, int threads, int handles, long cpuMillis) {

    private static final long PAGE = 4096;
    private static final long MILLIS_OF_A_TICK = 10;

    /** @throws IOException when there is no such process */
    static Vitals of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        String[] stat = fields(process.resolve("stat"));
        return new Vitals(
                Long.parseLong(stat[21]) * PAGE,
                Integer.parseInt(stat[17]),
                entries(process.resolve("fd")).size(),
                cpuMillis(stat));
    }

    /** Of a process and of all that it has started and that are alive, together. */
    static Vitals ofTree(long pid) throws IOException {
        Vitals all = of(pid);
        for (long child : children(pid)) {
            try {
                Vitals own = of(child);
                all = new Vitals(
                        all.residentBytes + own.residentBytes,
                        all.threads + own.threads,
                        all.handles + own.handles,
                        all.cpuMillis + own.cpuMillis);
            } catch (IOException e) {
                continue; // it has ended meanwhile
            }
        }
        return all;
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid)
                .map(process -> process.children().map(ProcessHandle::pid).toList())
                .orElse(List.of());
    }

    /** CPU milliseconds by name of the thread, as Linux has it: its first 15 letters. */
    static Map<String, Long> cpuByThread(long pid) throws IOException {
        Map<String, Long> times = new HashMap<>();
        for (long child : children(pid)) {
            cpuByThread(child).forEach((name, millis) -> times.merge("child: " + name, millis, Long::sum));
        }
        for (Path thread : entries(Path.of("/proc", Long.toString(pid), "task"))) {
            try {
                String name = Files.readString(thread.resolve("comm")).strip();
                times.merge(name, cpuMillis(fields(thread.resolve("stat"))), Long::sum);
            } catch (IOException e) {
                continue; // it has ended meanwhile
            }
        }
        return times;
    }

    /** Those after the name, which may hold spaces; the first is the state, number 2 of proc(5) counted from 0. */
    private static String[] fields(Path stat) throws IOException {
        String line = Files.readString(stat);
        return line.substring(line.lastIndexOf(')') + 2).split(" ");
    }

    private static long cpuMillis(String[] fields) {
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_OF_A_TICK;
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
