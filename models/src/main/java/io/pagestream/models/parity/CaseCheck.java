package io.pagestream.models.parity;

import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.golden.GoldenTensors;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One question, from the rows of its prompt to the text of its answer. Belongs to the device's thread. */
public final class CaseCheck {

    private final GoldenFolder folder;
    private final Sequences sequences;
    private final int hidden;
    private final int vocabulary;
    private final Tokenizer tokenizer;
    private final Tolerances tolerances;

    /**
     * @param hidden width of the decoder
     * @param vocabulary rows of its output matrix
     */
    public CaseCheck(
            GoldenFolder folder,
            Sequences sequences,
            int hidden,
            int vocabulary,
            Tokenizer tokenizer,
            Tolerances tolerances) {
        this.folder = folder;
        this.sequences = sequences;
        this.hidden = hidden;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
        this.tolerances = tolerances;
    }

    /** The first difference: embeddings, layers, logits, then steps, ids and text of the answer. */
    public Optional<ParityFinding> first(GoldenCase golden, Rows rows) {
        return prompt(golden, rows).or(() -> tolerances.exact() ? answer(golden, rows) : Optional.empty());
    }

    private Optional<ParityFinding> prompt(GoldenCase golden, Rows rows) {
        GoldenTensors tensors = folder.tensors();
        // With the penalty on the prompt, the reference's logits are those after it.
        boolean compared = !golden.logits().isEmpty() && golden.repetitionPenalty() == 1;
        boolean all = compared && tensors.shape(golden.logits())[0] > 1
                || !golden.hiddenStates().isEmpty();
        Map<String, float[]> seen = new HashMap<>();
        float[] logits = sequences.step(
                List.of(sequences.open(golden, rows, 0)),
                Integer.MAX_VALUE,
                all ? Sequences.Wanted.ALL : Sequences.Wanted.LAST,
                (name, tensor) -> seen.put(name, tensor.toFloats()));
        if (tolerances.exact()) {
            Optional<ParityFinding> inside = embeddings(golden, seen).or(() -> layers(golden, seen));
            if (inside.isPresent()) {
                return inside;
            }
        }
        return compared ? logits("logits", logits, tensors.floats(golden.logits())) : Optional.empty();
    }

    private Optional<ParityFinding> embeddings(GoldenCase golden, Map<String, float[]> seen) {
        return golden.inputsEmbeds().isEmpty()
                ? Optional.empty()
                : Compare.near(
                        "embeddings",
                        seen.get("hidden.0"),
                        folder.tensors().floats(golden.inputsEmbeds()),
                        hidden,
                        tolerances.vision());
    }

    private Optional<ParityFinding> layers(GoldenCase golden, Map<String, float[]> seen) {
        List<String> states = golden.hiddenStates();
        for (int i = 0; i < states.size(); i++) {
            String name = i == states.size() - 1 ? "normed" : "hidden." + i;
            Optional<ParityFinding> finding = Compare.near(
                    "decoder " + name,
                    seen.get(name),
                    folder.tensors().floats(states.get(i)),
                    hidden,
                    tolerances.logits());
            if (finding.isPresent()) {
                return finding;
            }
        }
        return Optional.empty();
    }

    /** The reference notes all rows or the last. */
    private Optional<ParityFinding> logits(String what, float[] found, float... expected) {
        float[] last = Arrays.copyOfRange(found, Math.max(0, found.length - expected.length), found.length);
        return tolerances.exact()
                ? Compare.near(what, last, expected, vocabulary, tolerances.logits())
                : Compare.direction(what, last, expected, vocabulary, tolerances.cosine());
    }

    private Optional<ParityFinding> answer(GoldenCase golden, Rows rows) {
        Sequences.Sequence sequence = sequences.open(golden, rows, 0);
        float[] steps =
                golden.stepLogits().isEmpty() ? new float[0] : folder.tensors().floats(golden.stepLogits());
        int[] expected = golden.greedy().ids();
        for (int step = 0; !sequence.ended(); step++) {
            float[] logits = sequences.next(List.of(sequence), Integer.MAX_VALUE);
            if ((step + 1) * vocabulary <= steps.length) {
                float[] row = Arrays.copyOfRange(steps, step * vocabulary, (step + 1) * vocabulary);
                Optional<ParityFinding> finding = logits("step logits " + step, logits, row);
                if (finding.isPresent()) {
                    return finding;
                }
            }
            if (step >= expected.length || sequence.answer()[step] != expected[step]) {
                break; // what follows another token says nothing
            }
        }
        int[] ids = sequence.answer();
        return Compare.ids("greedy ids", ids, expected)
                .or(() -> Compare.text(
                        "text", tokenizer.decode(ids), golden.greedy().text()))
                .or(() -> Compare.text(
                        "text with special tokens",
                        tokenizer.decodeWithSpecial(ids),
                        golden.greedy().textWithSpecial()));
    }
}
