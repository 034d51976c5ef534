package io.pagestream.engine.schedule;

import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Invented sequences: their prompts are 1000, 1001 and so on, token 7 ends their answers. */
public final class Sequences {

    public static final int STOP = 7;

    private Sequences() {}

    public static Sequence ofPrompt(int tokens, int maxAnswer) {
        return of(PromptTokens.ofText(ids(tokens)), maxAnswer);
    }

    /** A prompt of some text, tiles one after the other, and one last token of text. */
    public static Sequence ofTiles(int textTokens, int tiles, int tokensPerTile, int maxAnswer) {
        List<TilePlace> places = new ArrayList<>();
        for (int tile = 0; tile < tiles; tile++) {
            places.add(new TilePlace(textTokens + tile * tokensPerTile, 0, tile));
        }
        return of(new PromptTokens(ids(textTokens + tiles * tokensPerTile + 1), places, tokensPerTile), maxAnswer);
    }

    private static Sequence of(PromptTokens prompt, int maxAnswer) {
        return new Sequence(
                new ReadingRequest(List.of(), List.of(), SamplingRule.greedy(maxAnswer)),
                prompt,
                maxAnswer,
                Set.of(STOP));
    }

    private static int[] ids(int tokens) {
        return IntStream.range(1000, 1000 + tokens).toArray();
    }
}
