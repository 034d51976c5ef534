package io.pagestream.models.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code $XDG_CACHE_HOME/pagestream}, else {@code ~/.cache/pagestream}, else a folder of this user in the folder for
 * temporary files; the system property {@value #PROPERTY} names another one. Readable and writable by this user only:
 * what lies there is loaded into the process.
 */
public final class CacheFolder {

    /** Names the folder to use instead of the user's cache. */
    public static final String PROPERTY = "pagestream.cache";

    private static final Set<PosixFilePermission> WRITE_OF_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private CacheFolder() {}

    /**
     * The folder {@code name} inside the cache; made when it is not there.
     *
     * @throws UncheckedIOException when no place can be written to, or somebody else could write there
     */
    public static Path of(String name) {
        String chosen = System.getProperty(PROPERTY, "");
        if (!chosen.isEmpty()) {
            return make(Path.of(chosen), name);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        if (home.isAbsolute()) { // a container's user without a name has the home "?"
            try {
                return make(home.resolve("pagestream"), name);
            } catch (UncheckedIOException homeIsNotWritable) {
                // The folder for temporary files is as good, only less lasting.
            }
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        return make(temporary.resolve("pagestream-" + user), name);
    }

    private static Path make(Path root, String name) {
        try {
            Path folder = root.resolve(name);
            boolean posix = Files.getFileAttributeView(
                            root.toAbsolutePath().getRoot(), java.nio.file.attribute.PosixFileAttributeView.class)
                    != null;
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root.toAbsolutePath().getParent());
                makePrivate(root, posix);
            }
            if (posix) {
                requirePrivate(root);
            }
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new IOException(folder + " is not writable");
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no private folder could be made at " + root + " (" + e.getMessage() + "); name one with -D"
                            + PROPERTY + "=FOLDER",
                    e);
        }
    }

    private static void makePrivate(Path root, boolean posix) throws IOException {
        try {
            if (posix) {
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectory(root);
            }
        } catch (java.nio.file.FileAlreadyExistsException madeByAnotherProcess) {
            // As good as made here.
        }
    }

    private static void requirePrivate(Path root) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(root, LinkOption.NOFOLLOW_LINKS);
        if (permissions.stream().anyMatch(WRITE_OF_OTHERS::contains)) {
            throw new IOException("others may write to " + root);
        }
        // Whom a new file belongs to tells who we are, also where users have no names.
        Path probe = Files.createTempFile(root, "owner-", "");
        UserPrincipal self = Files.getOwner(probe);
        Files.delete(probe);
        UserPrincipal owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(self)) {
            throw new IOException(root + " belongs to " + owner + ", not to " + self);
        }
    }

    /** Removes a folder and all that is in it. */
    public static void remove(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            for (Path entry :
                    entries.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
    }
}
