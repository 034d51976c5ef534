package io.pagestream.operators.claim;

import io.pagestream.schemas.ClaimCheck;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * A folder in which a document lies under the day on which it came (UTC) and its own SHA-256: {@code
 * 2026-03-01/ab/abcd...}. To put the same bytes twice is harmless, so a replay is too. {@link ClaimRetention} removes days
 * that are over. Any thread; blocks it.
 */
public final class ContentStore {

    private final Path folder;

    public ContentStore(String folder) {
        this.folder = new Path(folder);
    }

    /** Keeps {@code bytes} and says where. */
    public ClaimCheck put(byte[] bytes) throws IOException {
        String sha256 = Sha256.of(bytes);
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        Path place = new Path(new Path(new Path(folder, today), sha256.substring(0, 2)), sha256);
        FileSystem files = place.getFileSystem();
        if (!isThere(files, place, bytes.length)) {
            write(files, place, bytes);
        }
        return new ClaimCheck(place.makeQualified(files).toUri().toString(), (long) bytes.length, sha256);
    }

    private static boolean isThere(FileSystem files, Path place, long size) throws IOException {
        try {
            return files.getFileStatus(place).getLen() == size;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** First under a name of its own, then moved: a reader never sees half a document. */
    private static void write(FileSystem files, Path place, byte[] bytes) throws IOException {
        files.mkdirs(place.getParent());
        Path draft = new Path(place.getParent(), ".draft-" + UUID.randomUUID());
        try (OutputStream out = files.create(draft, FileSystem.WriteMode.NO_OVERWRITE)) {
            out.write(bytes);
        }
        boolean moved = false;
        try {
            moved = files.rename(draft, place);
        } finally {
            if (!moved) {
                files.delete(draft, false);
            }
        }
        if (!moved && !isThere(files, place, bytes.length)) {
            throw new IOException("could not move a document to " + place);
        }
    }
}
