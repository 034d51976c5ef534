package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which addresses the pipeline may open: whoever can write a request must not be able to read everything. */
final class AllowedSources {

    private final List<URI> roots = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    AllowedSources(List<String> allowedRoots) {
        for (String root : allowedRoots) {
            if (root.contains(":/")) {
                add(URI.create(root).normalize());
            } else {
                folders.add(Path.of(root).toAbsolutePath().normalize());
            }
        }
    }

    private void add(URI root) {
        if (isFile(root)) {
            folders.add(Path.of(root.getPath()).normalize());
        } else {
            roots.add(root);
        }
    }

    /** Local folders and files; {@link FileClaimReader} compares them when the links are followed. */
    List<Path> folders() {
        return folders;
    }

    /** Refuses an address of another scheme than {@code file:} when roots of that scheme are named and none holds it. */
    void check(URI uri) throws RecordFault {
        boolean named = false;
        for (URI root : roots) {
            if (root.getScheme().equalsIgnoreCase(uri.getScheme())) {
                named = true;
                if (isUnder(uri.normalize(), root)) {
                    return;
                }
            }
        }
        if (named) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    uri + " does not lie under an allowed root " + roots
                            + "; add it to pagestream.source.allowed-roots");
        }
    }

    private static boolean isUnder(URI uri, URI root) {
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        String under = Objects.requireNonNullElse(root.getPath(), "");
        boolean samePlace = Objects.equals(lower(uri.getHost()), lower(root.getHost()))
                && uri.getPort() == root.getPort()
                && (uri.getHost() != null || Objects.equals(uri.getAuthority(), root.getAuthority()));
        boolean inside = path.equals(under) || path.startsWith(under.endsWith("/") ? under : under + "/");
        return samePlace && inside && !path.contains("/../");
    }

    private static String lower(String host) {
        return host == null ? null : host.toLowerCase(java.util.Locale.ROOT);
    }

    static boolean isFile(URI uri) {
        return "file".equalsIgnoreCase(uri.getScheme());
    }
}
