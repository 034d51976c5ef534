package io.pagestream.jobs.serve;

import io.pagestream.jobs.command.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one server, which only its user may enter:
 *
 * <pre>
 * lock           held while a server runs
 * documents/ID   what was accepted, and what came of it
 * drafts/        what is being received, or being deleted; emptied at the start
 * checkpoints/   of the running job; emptied at the start
 * attempts/      pages in hand, see InHand
 * </pre>
 */
final class DataFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    /** @throws CommandFailure when it cannot be made, or another server has it */
    static DataFolder open(Path place) {
        Path root = place.toAbsolutePath().normalize();
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new CommandFailure(root + " is a file; --data expects a folder, and makes it where there is none");
        }
        try {
            if (!Files.exists(root)) {
                createPrivately(root);
            }
            FileChannel channel =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new CommandFailure("another server works in " + root + "; name another folder with --data");
            }
            DataFolder folder = new DataFolder(root, channel, lock);
            delete(folder.drafts());
            delete(folder.checkpoints());
            for (Path each :
                    new Path[] {folder.documents(), folder.drafts(), folder.checkpoints(), folder.attempts()}) {
                createPrivately(each);
            }
            return folder;
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure("the folder " + root + " cannot be used: " + e, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another server of this JVM
        }
    }

    static void createPrivately(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path documents() {
        return root.resolve("documents");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path attempts() {
        return root.resolve("attempts");
    }

    Path drafts() {
        return root.resolve("drafts");
    }

    Path root() {
        return root;
    }

    /** A name for something that is not complete. */
    Path draft() {
        return drafts().resolve(UUID.randomUUID().toString());
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    /** Writes {@code bytes} so that they are there after a power cut, or the file is not. */
    static void write(Path file, byte[] bytes) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel out = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                out.write(left);
            }
            out.force(true);
        }
        moveDurably(draft, file);
    }

    /** Renames, and writes down that it was renamed. */
    static void moveDurably(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (!System.getProperty("os.name").startsWith("Windows")) { // a folder cannot be opened there
            force(to.getParent());
        }
    }

    /** Sees to it that what a file or folder holds is there after a power cut; nothing when it is not there. */
    static void force(Path place) throws IOException {
        if (Files.exists(place)) {
            StandardOpenOption how = Files.isDirectory(place) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
            try (FileChannel channel = FileChannel.open(place, how)) {
                channel.force(true);
            }
        }
    }

    /** A file or a folder with everything in it; nothing when it is not there. */
    static void delete(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Gone at once, also after a power cut; the bytes are removed behind it, at the latest at the next start. */
    void remove(Path place) throws IOException {
        Path draft = draft();
        moveDurably(place, draft);
        try {
            delete(draft);
        } catch (IOException e) {
            LOG.warn("{} was deleted and takes space until the next start", draft, e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
        channel.close();
    }
}
