package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.RgbImage;
import java.io.IOException;

/** The pages of an open document, on a worker thread: anything may be thrown, and nothing has a limit in time. */
interface Pages extends AutoCloseable {

    int count();

    String renderer();

    RgbImage page(int index, Deadline deadline) throws IOException;

    @Override
    void close() throws IOException;
}
