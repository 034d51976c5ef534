package io.pagestream.operators.claim;

import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.Reason;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/** Everything for which a Flink file system is installed: s3, hdfs, gs, and so on. */
final class FileSystemClaimReader implements ClaimReader {

    @Override
    public byte[] read(URI uri, long maxBytes) throws RecordFault, IOException {
        try {
            FileSystem files = FileSystem.get(uri);
            Path path = new Path(uri);
            FileStatus status = files.getFileStatus(path);
            if (status.isDir()) {
                throw new RecordFault(Reason.UNREADABLE_SOURCE, uri + " is a folder");
            }
            LimitedBytes.check(status.getLen(), maxBytes, uri);
            try (InputStream in = files.open(path)) {
                return LimitedBytes.readAll(in, status.getLen(), maxBytes, uri);
            }
        } catch (UnsupportedFileSystemSchemeException e) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    "no file system is installed for " + uri + "; put its plug-in into Flink's plugins folder",
                    e);
        } catch (FileNotFoundException e) {
            throw new RecordFault(Reason.NOT_FOUND, uri + " does not exist", e);
        }
    }
}
