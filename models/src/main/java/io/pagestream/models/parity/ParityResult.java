package io.pagestream.models.parity;

import java.util.Optional;

/**
 * What came of one case.
 *
 * @param folder name of the golden folder
 * @param name of the case; {@link ParityRun#MODEL}, {@link ParityRun#PICTURES} and {@link ParityRun#VISION} stand for
 *     what is no question
 * @param verdict whether it holds
 * @param finding the first difference, where there is one
 * @param note a known difference that was left out, or the reason why nothing was compared; often empty
 */
public record ParityResult(String folder, String name, Verdict verdict, Optional<ParityFinding> finding, String note) {

    /** Only the first is a pass. */
    public enum Verdict {
        HOLDS,
        DIFFERS,
        NOT_RUN
    }

    static ParityResult of(String folder, String name, Optional<ParityFinding> finding, String note) {
        return new ParityResult(folder, name, finding.isEmpty() ? Verdict.HOLDS : Verdict.DIFFERS, finding, note);
    }

    static ParityResult notRun(String folder, String name, String reason) {
        return new ParityResult(folder, name, Verdict.NOT_RUN, Optional.empty(), reason);
    }
}
