package io.pagestream.models.language;

import io.pagestream.compute.Ops;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One low-rank addition to a product (Hu et al., "LoRA"): the product of two thin matrices, added for some rows only.
 *
 * @param addition whose it is: {@link #IMAGE}, or the name of a task
 * @param firstColumn of the product's result
 * @param narrow [rank, width of the input]
 * @param widen [columns of the result, rank]
 */
record LowRank(String addition, int firstColumn, Tensor narrow, Tensor widen) {

    /** For rows that are vectors of images: the partial LoRA of InternLM-XComposer. */
    static final String IMAGE = "image";

    private static final List<String> TASKS = List.of("write", "web");

    private static final List<String> ADDITIONS = List.of(IMAGE, "write", "web");

    /** Of query, key and value in XComposer2-4KHD (lmdeploy, {@code xcomposer2} loader). */
    private static final float ALPHA_OF_4KHD = 16;

    /** The tasks for which a model has additions. */
    static List<String> tasks(Weights weights) {
        return TASKS.stream().filter(has(weights)).toList();
    }

    /** Whether a model has additions for images. */
    static boolean forImages(Weights weights) {
        return has(weights).test(IMAGE);
    }

    /**
     * What the addition of image rows to query, key and value is multiplied by: alpha / rank, of which files tell the
     * rank. Alpha is the rank in every published model but XComposer2-4KHD, and that is the only one whose query, key and
     * value have another rank (8) than the other products (256).
     */
    static float scaleOfImagesInQkv(Weights weights) {
        if (!forImages(weights)) {
            return 1;
        }
        int own = weights.rows(pair("language.layer.qkv", IMAGE, 1) + ".narrow");
        int others = weights.rows(pair("language.layer.output", IMAGE, 1) + ".narrow");
        return own == others ? 1 : ALPHA_OF_4KHD / own;
    }

    private static Predicate<String> has(Weights weights) {
        return addition -> weights.has(pair("language.layer.qkv", addition, 1) + ".narrow");
    }

    /**
     * All additions to one product, or to the columns of one of its parts. The rank follows from the stored shape.
     *
     * @param name of the product or part
     * @param in width of the input
     * @param firstColumn of the part
     * @param columns of the part
     */
    static List<LowRank> of(Weights weights, String name, int in, int firstColumn, int columns) {
        return of(weights, name, addition -> UnaryOperator.identity(), in, firstColumn, columns);
    }

    /** @param change for an addition, what is done to the stored matrix {@code widen} */
    static List<LowRank> of(
            Weights weights,
            String name,
            Function<String, UnaryOperator<StoredTensor>> change,
            int in,
            int firstColumn,
            int columns) {
        List<LowRank> all = new ArrayList<>();
        for (String addition : ADDITIONS) {
            for (int i = 1; weights.has(pair(name, addition, i) + ".narrow"); i++) {
                String pair = pair(name, addition, i);
                int rank = weights.rows(pair + ".narrow");
                all.add(new LowRank(
                        addition,
                        firstColumn,
                        weights.linear(pair + ".narrow", in, rank),
                        weights.linear(pair + ".widen", change.apply(addition), rank, columns)));
            }
        }
        return all;
    }

    private static String pair(String name, String addition, int number) {
        return name + "." + addition + "." + number;
    }

    int rank() {
        return narrow.rows();
    }

    /**
     * out += the addition, for the rows of {@code rows}
     *
     * @param gathered those rows of the input
     */
    void add(Ops ops, Tensor out, Tensor gathered, LowRankRows rows) {
        Tensor thin = rows.thin().columnRange(0, rank());
        ops.linear(thin, gathered, narrow);
        Tensor added = rows.added().columnRange(0, widen.rows());
        ops.linear(added, thin, widen);
        ops.scatterAddRows(out.columnRange(firstColumn, widen.rows()), added, rows.rows());
    }
}
