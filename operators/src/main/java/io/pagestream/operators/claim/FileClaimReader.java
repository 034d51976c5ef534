package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Local files under allowed roots. Links are followed before the roots are compared, so that none leads outside. */
final class FileClaimReader implements ClaimReader {

    private final List<Path> roots;

    FileClaimReader(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    @Override
    public byte[] read(URI uri, long maxBytes) throws RecordFault, IOException {
        Path file = real(path(uri), uri);
        if (!allowed(file)) {
            throw new RecordFault(
                    Reason.SOURCE_REFUSED,
                    uri + " does not lie under an allowed root " + roots
                            + "; add its folder to pagestream.source.allowed-roots");
        }
        if (!Files.isRegularFile(file)) {
            throw new RecordFault(Reason.UNREADABLE_SOURCE, uri + " is not a regular file");
        }
        long size = Files.size(file);
        LimitedBytes.check(size, maxBytes, uri);
        try (InputStream in = Files.newInputStream(file)) {
            return LimitedBytes.readAll(in, size, maxBytes, uri);
        } catch (NoSuchFileException e) {
            throw gone(uri);
        }
    }

    private boolean allowed(Path file) throws IOException {
        for (Path root : roots) {
            if (Files.exists(root) && file.startsWith(root.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private static Path path(URI uri) throws RecordFault {
        try {
            return Path.of(new URI("file", null, uri.getPath(), null));
        } catch (Exception e) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST, uri + " is not the address of a local file: " + e.getMessage());
        }
    }

    private static Path real(Path path, URI uri) throws RecordFault, IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            throw gone(uri);
        }
    }

    private static RecordFault gone(URI uri) {
        return new RecordFault(Reason.NOT_FOUND, uri + " does not exist on this worker");
    }
}
