package io.pagestream.models.parity;

import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether a prompt is the reference's: the same tokens, and pictures in the same places. */
final class PromptCheck {

    /** What is said where the only difference is one that docs/exactness.md explains. */
    static final String BOS_ONCE =
            "known difference: the reference begins further parts with BOS, ours has it once; the rest on its tokens";

    /** Stands for a vector of a picture; no vocabulary has it. */
    private static final int VECTOR = -1;

    private PromptCheck() {}

    static Optional<ParityFinding> compare(Prompt prompt, GoldenCase golden) {
        return Compare.ids("prompt ids", marked(prompt), marked(golden));
    }

    /** Whether the reference's prompt is ours with further tokens like the first one, none of them in place of another. */
    static boolean repeatsTheFirst(Prompt prompt, GoldenCase golden) {
        int[] noted = marked(golden);
        int[] once = IntStream.range(0, noted.length)
                .filter(i -> i == 0 || noted[i] != noted[0])
                .map(i -> noted[i])
                .toArray();
        return once.length < noted.length && Arrays.equals(once, marked(prompt));
    }

    private static int[] marked(GoldenCase golden) {
        int[] tokens = golden.inputIds().clone();
        for (int row : golden.imageRows()) {
            tokens[row] = VECTOR;
        }
        return tokens;
    }

    private static int[] marked(Prompt prompt) {
        int[] tokens = prompt.tokens().clone();
        for (ImageSpan span : prompt.images()) {
            Arrays.fill(tokens, span.firstToken(), span.firstToken() + span.tokens(), VECTOR);
        }
        return tokens;
    }
}
