package io.pagestream.gpu.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * The folder {@code cuda} in the user's cache, writable by this user only: what lies there is loaded into the process.
 * {@code $XDG_CACHE_HOME/pagestream}, else {@code ~/.cache/pagestream}, else a folder of this user in that of temporary
 * files; the system property {@value #PROPERTY} names another one.
 */
final class PrivateFolder {

    /** The property that the cache of models obeys too. */
    static final String PROPERTY = "pagestream.cache";

    private PrivateFolder() {}

    static Path open() throws IOException {
        String chosen = System.getProperty(PROPERTY, "");
        if (!chosen.isEmpty()) {
            return make(Path.of(chosen));
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path home = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        if (home.isAbsolute()) { // a container's user without a name has the home "?"
            try {
                return make(home.resolve("pagestream"));
            } catch (IOException homeIsNotWritable) {
                // The folder for temporary files is as good, only less lasting.
            }
        }
        String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
        return make(Path.of(System.getProperty("java.io.tmpdir"), "pagestream-" + user));
    }

    private static Path make(Path named) throws IOException {
        Path root = named.toAbsolutePath(); // native libraries are loaded by absolute paths only
        if (root.getParent() != null) {
            Files.createDirectories(root.getParent());
        }
        makePrivate(root);
        requirePrivate(root);
        Path folder = root.resolve("cuda");
        Files.createDirectories(folder);
        return folder;
    }

    private static void makePrivate(Path root) throws IOException {
        try {
            Files.createDirectory(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (java.nio.file.FileAlreadyExistsException there) {
            // Whether it may be used is checked below.
        }
    }

    private static void requirePrivate(Path root) throws IOException {
        String permissions =
                PosixFilePermissions.toString(Files.getPosixFilePermissions(root, LinkOption.NOFOLLOW_LINKS));
        if (permissions.charAt(4) == 'w' || permissions.charAt(7) == 'w') {
            throw new IOException("others may write to " + root + " (" + permissions + "); name another folder with -D"
                    + PROPERTY + "=FOLDER");
        }
        // Whom a new file belongs to tells who we are, also where users have no names.
        Path probe = Files.createTempFile(root, "owner-", "");
        UserPrincipal self = Files.getOwner(probe);
        Files.delete(probe);
        UserPrincipal owner = Files.getOwner(root, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(self)) {
            throw new IOException(root + " belongs to " + owner + ", not to " + self + "; name another folder with -D"
                    + PROPERTY + "=FOLDER");
        }
    }
}
