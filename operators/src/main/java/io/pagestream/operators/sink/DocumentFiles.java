package io.pagestream.operators.sink;

import io.pagestream.formats.Format;
import io.pagestream.formats.FormatFile;
import io.pagestream.formats.UnwritableException;
import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Files for each document in a folder, one or more for each format, each complete or not there.
 *
 * <p>A document that cannot be written in one format is a line in {@code not-written.jsonl} with the reason; its other
 * formats are written, and what runs goes on. A folder that cannot be written to fails. One thread at a time.
 */
public final class DocumentFiles implements Beside<OcrResult> {

    /** The file that says what is not there, and why. */
    public static final String NOT_WRITTEN = "not-written.jsonl";

    private static final long serialVersionUID = 1L;

    private final String folder;
    private final List<Format> formats;
    private final AccessOptions access;
    private transient ClaimChecks claims;

    private DocumentFiles(String folder, List<Format> formats, AccessOptions access) {
        this.folder = folder;
        this.formats = List.copyOf(formats);
        this.access = access;
    }

    /**
     * Into {@code folder}.
     *
     * @param access where documents may be read from, for the formats that show their pages
     */
    public static DocumentFiles in(Path folder, List<Format> formats, AccessOptions access) {
        return new DocumentFiles(folder.toAbsolutePath().normalize().toString(), formats, access);
    }

    /** Makes the folder, and takes away what an earlier run noted. */
    @Override
    public void begin() throws IOException {
        Files.createDirectories(Path.of(folder));
        Files.deleteIfExists(Path.of(folder, NOT_WRITTEN));
    }

    @Override
    public void write(OcrResult record) throws IOException {
        OcrResult result;
        try {
            result = LargeResults.whole(record, check -> claims().read(check));
        } catch (RecordFault | IOException e) {
            String detail = "its pages lie in the claim store and cannot be read: " + e.getMessage();
            for (Format format : formats) {
                note(new NotWritten(
                        record.getDocumentId(),
                        format.title(),
                        UnwritableException.Reason.PAGES_OUT_OF_REACH.name(),
                        detail));
            }
            return;
        }
        String name = SafeName.of(result.getDocumentId());
        for (Format format : formats) {
            try {
                for (FormatFile file : format.write(result, () -> original(result.getSource()))) {
                    write(name + "." + file.ending(), file.content());
                }
            } catch (UnwritableException e) {
                note(new NotWritten(
                        result.getDocumentId(), format.title(), e.reason().name(), e.getMessage()));
            }
        }
    }

    private byte[] original(ClaimCheck source) throws UnwritableException {
        try {
            return claims().read(source);
        } catch (RecordFault | IOException e) {
            throw new UnwritableException(
                    UnwritableException.Reason.ORIGINAL_OUT_OF_REACH,
                    "the document itself is needed and cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private ClaimChecks claims() {
        if (claims == null) {
            claims = ClaimChecks.of(access);
        }
        return claims;
    }

    private void write(String name, byte[] content) throws IOException {
        Path draft = Path.of(folder, "." + name + ".part");
        Files.write(draft, content);
        Files.move(draft, Path.of(folder, name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void note(NotWritten note) throws IOException {
        Files.writeString(
                Path.of(folder, NOT_WRITTEN),
                note.line() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
