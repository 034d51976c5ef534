package io.pagestream.models.prompt;

import io.pagestream.models.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * XComposer: no token stands for an image. The texts between the images are tokenised one by one, and the vectors are put
 * between them; at their positions stands id 0, which is overwritten and never looked up.
 *
 * <p>The reference begins with two BOS when it is asked without images ({@code chat(image=None)}: one written out, one from
 * the tokenizer). Here a prompt has one, as the models were trained.
 */
final class ImageRuns implements PromptTokens {

    private static final int NO_TOKEN = 0;

    private final Tokenizer tokenizer;
    private final boolean bosBeforeEveryText;

    /** @param bosBeforeEveryText or before the first one only, which may be empty when an image stands first */
    ImageRuns(Tokenizer tokenizer, boolean bosBeforeEveryText) {
        this.tokenizer = tokenizer;
        this.bosBeforeEveryText = bosBeforeEveryText;
    }

    @Override
    public String text(int vectors) {
        return "";
    }

    @Override
    public Prompt write(List<Piece> pieces, int[][] vectors) {
        List<int[]> runs = new ArrayList<>();
        List<ImageSpan> spans = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Piece.Picture picture) {
                if (i == 0 && !bosBeforeEveryText) {
                    at += add(runs, bos());
                }
                int[] of = vectors[picture.image()];
                spans.add(new ImageSpan(at, picture.image(), of));
                int[] places = new int[of.length];
                Arrays.fill(places, NO_TOKEN);
                at += add(runs, places);
            } else {
                if (i == 0 || bosBeforeEveryText) {
                    at += add(runs, bos());
                }
                at += add(runs, tokenizer.encodePlain(((Piece.Words) pieces.get(i)).text()));
            }
        }
        return new Prompt(runs.stream().flatMapToInt(IntStream::of).toArray(), spans);
    }

    private int[] bos() {
        return tokenizer.bos() < 0 ? new int[0] : new int[] {tokenizer.bos()};
    }

    private static int add(List<int[]> runs, int... ids) {
        runs.add(ids);
        return ids.length;
    }
}
