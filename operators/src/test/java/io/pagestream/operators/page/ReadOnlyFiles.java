package io.pagestream.operators.page;

import java.io.IOException;
import java.net.URI;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** Local files under {@code readonly:/}, none of which can be written. */
public final class ReadOnlyFiles implements FileSystemFactory {

    @Override
    public String getScheme() {
        return "readonly";
    }

    @Override
    public FileSystem create(URI uri) {
        return new ReadOnly();
    }

    private static final class ReadOnly extends LocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create("readonly:///");
        }

        @Override
        public FSDataOutputStream create(Path path, WriteMode mode) throws IOException {
            throw new IOException("nothing can be written here");
        }
    }
}
