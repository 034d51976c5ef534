package io.pagestream.imaging.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents of {@code src/test/documents}. */
final class Documents {

    private Documents() {}

    static Path folder() {
        return Path.of("src", "test", "documents");
    }

    static byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(folder().resolve(name));
    }

    static PageCursor open(String name) throws IOException {
        return DocumentDecoder.open(bytes(name), RenderRule.DEFAULT, DecodeLimits.DEFAULT);
    }
}
