package io.pagestream.jobs.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk in memory that can be filled to its last byte; to mount it needs root. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    static SmallDisk mount(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString()) != 0) {
            throw new IOException("a small disk could not be mounted at " + folder + "; that needs root");
        }
        return new SmallDisk(folder);
    }

    static boolean isPossible() throws IOException {
        return run("sh", "-c", "test \"$(id -u)\" = 0 && unshare -m true") == 0;
    }

    /** Writes until the system says that there is no space left. */
    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("ballast"))) {
            while (true) {
                out.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            if (folder.toFile().getUsableSpace() >= BLOCK) {
                throw full; // something else was wrong
            }
        }
    }

    void empty() throws IOException {
        Files.delete(folder.resolve("ballast"));
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", folder.toString());
    }
}
