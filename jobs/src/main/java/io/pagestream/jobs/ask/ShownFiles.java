package io.pagestream.jobs.ask;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.operators.fault.Reasons;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.page.DocumentOpener;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens files that are asked about together: documents and pictures, or one video. */
final class ShownFiles {

    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;
    private static final int HEAD = 8;

    private ShownFiles() {}

    /** Whether the beginning of {@code file} is that of a video. */
    static boolean isVideo(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var in = Files.newInputStream(file)) {
            return ShownVideo.isVideo(in.readNBytes(HEAD));
        } catch (IOException e) {
            return false; // whoever reads it says why it cannot be read
        }
    }

    /**
     * @param password empty when there is none
     * @param frames of a video, 0 for the family's own number
     * @throws IllegalArgumentException when the files do not go together
     * @throws RecordFault when one of them cannot be shown
     */
    static Shown open(List<Path> files, String password, PipelineOptions options, TaskFamily family, int frames)
            throws RecordFault {
        boolean video = files.stream().anyMatch(ShownFiles::isVideo);
        if (video && files.size() > 1) {
            throw new IllegalArgumentException("a video is asked about alone, got " + files);
        }
        if (!video && frames > 0) {
            throw new IllegalArgumentException("--frames is for videos, and " + files + " has none");
        }
        List<byte[]> contents = new ArrayList<>();
        long left = Math.min(MOST_BYTES, options.limits().maxBytes());
        for (Path file : files) {
            byte[] bytes = read(file, left);
            left -= bytes.length;
            contents.add(bytes);
        }
        if (!video) {
            return ShownPages.open(contents, password, DocumentOpener.of(options));
        }
        try {
            return ShownVideo.open(contents.get(0), family, frames);
        } catch (DecodeException e) {
            throw new RecordFault(Reasons.of(e.reason()), e.getMessage(), e);
        }
    }

    private static byte[] read(Path file, long most) throws RecordFault {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("only files can be asked about together, '" + file + "' is none");
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes((int) Math.min(MOST_BYTES, most + 1));
            if (bytes.length > most) {
                throw new RecordFault(
                        Reason.TOO_LARGE,
                        "the files are larger than pagestream.document.max-size allows together; at '" + file + "' "
                                + most + " bytes were left");
            }
            return bytes;
        } catch (IOException e) {
            throw new RecordFault(Reason.UNREADABLE_SOURCE, file + " could not be read: " + e.getMessage(), e);
        }
    }
}
