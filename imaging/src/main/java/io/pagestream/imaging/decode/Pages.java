package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.io.IOException;
import java.util.Optional;

/** The pages of an open document, on a worker thread: anything may be thrown, and nothing has a limit in time. */
interface Pages extends AutoCloseable {

    int count();

    String renderer();

    RgbImage page(int index, Deadline deadline) throws IOException;

    /** Empty where there is nothing but a picture. */
    default Optional<TextLayer> textLayer(int index, Deadline deadline) throws IOException {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
