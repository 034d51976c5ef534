package io.pagestream.jobs.command;

import io.pagestream.operators.claim.ClaimChecks;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.AccessOptions;
import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what results refer to: documents, and results that were too large for their records. Any thread; blocks it. */
public final class NamedSources {

    private final boolean anywhere;
    private final ClaimChecks claims;

    /**
     * @param folders below which files may be opened. Empty: any local file, but only one that holds exactly the bytes whose
     *     SHA-256 stands in the results, so that results of unknown origin open nothing that they do not know
     */
    public NamedSources(List<Path> folders) {
        anywhere = folders.isEmpty();
        List<String> roots = new ArrayList<>();
        if (anywhere) {
            roots.add("file:///");
        }
        for (Path folder : folders) {
            roots.add(folder.toAbsolutePath().normalize().toUri().toString());
        }
        claims = ClaimChecks.of(new AccessOptions(
                roots,
                "",
                Duration.ZERO,
                PipelineKeys.MAX_BYTES.defaultValue().getBytes(),
                PipelineKeys.HTTP_TIMEOUT.defaultValue(),
                1));
    }

    /** @throws RecordFault when the bytes are not there, not allowed, or not those that were meant */
    public byte[] read(ClaimCheck source) throws RecordFault, IOException {
        if (anywhere && (source.getSha256().isEmpty() || !source.getUri().startsWith("file:"))) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    source.getUri()
                            + " is opened only when its folder is named with --documents: the results do not say"
                            + " the SHA-256 of a local file");
        }
        return claims.read(source);
    }
}
