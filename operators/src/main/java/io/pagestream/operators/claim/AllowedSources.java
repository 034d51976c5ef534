package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which addresses the pipeline may open: whoever can write a request must not be able to read everything. What no root names
 * is closed, whatever its scheme. A root without a host ({@code https:}) opens all public hosts; a host of a private network
 * has to be named.
 */
final class AllowedSources {

    private final List<URI> roots = new ArrayList<>();
    private final List<Path> folders = new ArrayList<>();

    AllowedSources(List<String> allowedRoots) {
        for (String root : allowedRoots) {
            if (root.matches("https?:(//)?")) {
                roots.add(URI.create(root.substring(0, root.indexOf(':')) + ":///"));
            } else if (root.contains(":/")) {
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

    /**
     * Refuses an address of another scheme than {@code file:} that no root holds, and a private host that none names.
     *
     * @throws UnknownHostException when a host has no address this time
     */
    void check(URI uri) throws RecordFault, UnknownHostException {
        checkPlain(uri);
        boolean anyHost = false;
        for (URI root : roots) {
            if (root.getScheme().equalsIgnoreCase(uri.getScheme())) {
                if (isUnder(uri, root)) {
                    return;
                }
                anyHost |= isAnyHost(root);
            }
        }
        if (!anyHost || uri.getHost() == null) {
            throw refused(uri + " does not lie under an allowed root " + roots
                    + "; add it to pagestream.source.allowed-roots");
        }
        for (InetAddress address : InetAddress.getAllByName(uri.getHost())) {
            if (!PublicAddress.is(address)) {
                throw refused(uri + " leads to " + address.getHostAddress() + ", which is no public address; name the"
                        + " host itself in pagestream.source.allowed-roots");
            }
        }
    }

    /** Refuses what programs read in different ways, and addresses that carry credentials: those are not repeated. */
    static void checkPlain(URI uri) throws RecordFault {
        if (Objects.requireNonNullElse(uri.getRawAuthority(), "").contains("@")) {
            throw refused("the address of the source has a user name or a password in it; the workers have to be given"
                    + " access in another way");
        }
        String path = Objects.requireNonNullElse(uri.getPath(), "").toLowerCase(Locale.ROOT);
        boolean climbs = List.of(path.split("/")).contains("..");
        boolean hidden = path.contains("\\") || path.contains("%2e") || path.contains("%2f") || path.contains("%5c");
        if (climbs || hidden && !isFile(uri)) {
            throw refused(
                    uri + " has '..', a backslash or a twice encoded character in its path; write the plain address,"
                            + " below pagestream.source.allowed-roots");
        }
    }

    private static RecordFault refused(String detail) {
        return new RecordFault(Reason.SOURCE_REFUSED, detail);
    }

    private static boolean isAnyHost(URI root) {
        return root.getScheme().startsWith("http") && root.getHost() == null;
    }

    private static boolean isUnder(URI uri, URI root) {
        String path = Objects.requireNonNullElse(uri.getPath(), "");
        String under = Objects.requireNonNullElse(root.getPath(), "");
        boolean samePlace = !isAnyHost(root)
                && Objects.equals(lower(uri.getHost()), lower(root.getHost()))
                && uri.getPort() == root.getPort()
                && (uri.getHost() != null || Objects.equals(uri.getAuthority(), root.getAuthority()));
        return samePlace && (path.equals(under) || path.startsWith(under.endsWith("/") ? under : under + "/"));
    }

    private static String lower(String host) {
        return host == null ? null : host.toLowerCase(Locale.ROOT);
    }

    static boolean isFile(URI uri) {
        return "file".equalsIgnoreCase(uri.getScheme());
    }
}
