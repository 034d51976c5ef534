package io.pagestream.imaging.isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has, where the operating system tells it as Linux does. */
final class ProcessMemory {

    private static final String RESIDENT = "VmRSS:";
    private static final int KIB = 1024;

    private ProcessMemory() {}

    /** 0 where it cannot be learned: then only the heap is limited. */
    static long residentBytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith(RESIDENT)) {
                    return KIB
                            * Long.parseLong(line.substring(RESIDENT.length())
                                    .replace("kB", "")
                                    .strip());
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
