package io.pagestream.models.parity;

import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import java.util.Arrays;
import java.util.List;

/**
 * What a decoder gets of a case.
 *
 * @param tokens of the prompt
 * @param vectors for each of them the number of a vector, or -1 where the token itself is meant
 * @param table the vectors of the pictures, one after the other, [any, hidden]
 */
public record Rows(int[] tokens, int[] vectors, float[] table) {

    static final int NONE = -1;

    /** The reference's own tokens, and its own vectors at the places of images. */
    public static Rows noted(GoldenFolder folder, GoldenCase golden) {
        int[] vectors = none(golden.inputIds().length);
        for (int row : golden.imageRows()) {
            vectors[row] = row;
        }
        boolean needed = golden.imageRows().length > 0;
        return new Rows(
                golden.inputIds(), vectors, needed ? folder.tensors().floats(golden.inputsEmbeds()) : new float[0]);
    }

    /**
     * A prompt of ours.
     *
     * @param encoded the vectors of each picture's views
     * @param separators of the model, which stand behind all others in the table
     * @param hidden width of a vector
     */
    static Rows written(Prompt prompt, List<float[]> encoded, float[] separators, int hidden) {
        int[] vectors = none(prompt.tokens().length);
        int[] order = order(prompt.images(), encoded, hidden);
        int at = 0;
        for (ImageSpan span : prompt.images()) {
            System.arraycopy(order, at, vectors, span.firstToken(), span.tokens());
            at += span.tokens();
        }
        return new Rows(prompt.tokens(), vectors, table(encoded, separators));
    }

    /** The same vectors at the places where the reference has them, among its tokens. */
    static Rows placed(GoldenCase golden, Prompt prompt, List<float[]> encoded, float[] separators, int hidden) {
        int[] vectors = none(golden.inputIds().length);
        int[] order = order(prompt.images(), encoded, hidden);
        for (int i = 0; i < order.length; i++) {
            vectors[golden.imageRows()[i]] = order[i];
        }
        return new Rows(golden.inputIds(), vectors, table(encoded, separators));
    }

    /** For each placeholder of all images the row of the table. */
    private static int[] order(List<ImageSpan> spans, List<float[]> encoded, int hidden) {
        int all = encoded.stream().mapToInt(vectors -> vectors.length / hidden).sum();
        int[] order = new int[spans.stream().mapToInt(ImageSpan::tokens).sum()];
        int at = 0;
        for (ImageSpan span : spans) {
            int before = encoded.subList(0, span.image()).stream()
                    .mapToInt(vectors -> vectors.length / hidden)
                    .sum();
            for (int vector : span.vectors()) {
                order[at++] = vector < 0 ? all - 1 - vector : before + vector;
            }
        }
        return order;
    }

    private static float[] table(List<float[]> encoded, float[] separators) {
        int length = encoded.stream().mapToInt(vectors -> vectors.length).sum();
        float[] table = new float[length + separators.length];
        int at = 0;
        for (float[] vectors : encoded) {
            System.arraycopy(vectors, 0, table, at, vectors.length);
            at += vectors.length;
        }
        System.arraycopy(separators, 0, table, at, separators.length);
        return table;
    }

    private static int[] none(int length) {
        int[] vectors = new int[length];
        Arrays.fill(vectors, NONE);
        return vectors;
    }
}
