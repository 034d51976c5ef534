package io.pagestream.jobs.pipeline;

import java.io.File;
import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/** The documents that savepoints of old versions name: {@code kept:/NAME} is the resource {@code savepoints/NAME}. */
public final class KeptDocuments implements FileSystemFactory {

    @Override
    public String getScheme() {
        return "kept";
    }

    @Override
    public FileSystem create(URI uri) {
        return new Kept();
    }

    private static final class Kept extends LocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create("kept:///");
        }

        @Override
        public File pathToFile(Path path) {
            return new File("src/test/resources/savepoints", path.getName());
        }
    }
}
