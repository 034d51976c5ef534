package io.pagestream.jobs.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The few documents that lie in the jar, all but one of them scans; {@code demo/ORIGIN.md} beside them says where they are from. */
public final class ShippedDocuments {

    private static final List<String> NAMES =
            List.of("letter.pdf", "letter-as-sent.pdf", "invoice.pdf", "receipt.jpg", "minutes.tif");

    private ShippedDocuments() {}

    /** The bytes of each, in an order that does not change. */
    public static List<byte[]> bytes() throws IOException {
        List<byte[]> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(bytes(name));
        }
        return all;
    }

    /** Writes them into {@code folder}, which is made. */
    public static void copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : NAMES) {
            Files.write(folder.resolve(name), bytes(name));
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = ShippedDocuments.class.getResourceAsStream("/demo/" + name)) {
            if (in == null) {
                throw new IOException("the jar has no /demo/" + name);
            }
            return in.readAllBytes();
        }
    }
}
