package io.pagestream.engine.schedule;

import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.Fingerprint;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Invented sequences: their prompts are 1000, 1001 and so on, token 7 ends their answers. */
public final class Sequences {

    public static final int STOP = 7;

    private static final AtomicLong unique = new AtomicLong();

    private Sequences() {}

    public static Sequence ofPrompt(int tokens, int maxAnswer) {
        return of(PromptTokens.ofText(ids(tokens)), maxAnswer);
    }

    /** A prompt of some text, tiles one after the other, and one last token of text. */
    public static Sequence ofTiles(int textTokens, int tiles, int tokensPerTile, int maxAnswer) {
        List<TilePlace> places = new ArrayList<>();
        for (int tile = 0; tile < tiles; tile++) {
            int first = textTokens + tile * tokensPerTile;
            places.add(new TilePlace(first, first + tokensPerTile, 0, tile));
        }
        int[] ids = ids(textTokens + tiles * tokensPerTile + 1);
        int[] vectors = IntStream.range(-textTokens, ids.length - textTokens)
                .map(i -> i < 0 || i >= tiles * tokensPerTile ? PromptTokens.TEXT : i)
                .toArray();
        return of(new PromptTokens(ids, vectors, places, tokensPerTile), maxAnswer);
    }

    /**
     * Text, then tiles side by side: one line of each, a separator, the next line of each, a separator, and one last token
     * of text.
     */
    public static Sequence ofRow(int textTokens, int tiles, int lines, int tokensPerLine, int maxAnswer) {
        int line = tiles * tokensPerLine + 1;
        int[] ids = ids(textTokens + lines * line + 1);
        int[] vectors = new int[ids.length];
        java.util.Arrays.fill(vectors, PromptTokens.TEXT);
        for (int i = 0; i < lines * line; i++) {
            int tile = i % line / tokensPerLine;
            vectors[textTokens + i] = i % line == line - 1
                    ? PromptTokens.TEXT - 1
                    : (tile * lines + i / line) * tokensPerLine + i % line % tokensPerLine;
        }
        List<TilePlace> places = IntStream.range(0, tiles)
                .mapToObj(tile -> new TilePlace(
                        textTokens + tile * tokensPerLine,
                        textTokens + (lines - 1) * line + (tile + 1) * tokensPerLine,
                        0,
                        tile))
                .toList();
        return of(new PromptTokens(ids, vectors, places, lines * tokensPerLine), maxAnswer);
    }

    /** The same prompt, of which everything up to the block {@code sharedBlocks} is also that of others with this topic. */
    public static Sequence onTopic(Sequence sequence, int topic, int sharedBlocks, int blockTokens, Terms terms) {
        List<Fingerprint> beginnings = IntStream.range(0, sequence.promptTokens() / blockTokens)
                .mapToObj(block -> block < sharedBlocks
                        ? new Fingerprint(topic, block, 0, 0)
                        : new Fingerprint(topic, block, unique.incrementAndGet(), 1))
                .toList();
        return of(sequence.prompt(), beginnings, sequence.mostComputed() - sequence.promptTokens() + 1, terms);
    }

    /** The same as a search. */
    public static Sequence searching(Sequence sequence, Beams beams) {
        ReadingRequest asked = sequence.request();
        return new Sequence(
                asked.withSampling(asked.sampling().with(beams)),
                sequence.prompt(),
                sequence.beginnings(),
                asked.sampling().maxTokens(),
                Set.of(STOP));
    }

    public static Sequence ofPrompt(int tokens, int maxAnswer, Terms terms) {
        return of(PromptTokens.ofText(ids(tokens)), List.of(), maxAnswer, terms);
    }

    private static Sequence of(PromptTokens prompt, int maxAnswer) {
        return of(prompt, List.of(), maxAnswer, Terms.DEFAULT);
    }

    private static Sequence of(PromptTokens prompt, List<Fingerprint> beginnings, int maxAnswer, Terms terms) {
        return new Sequence(
                new ReadingRequest(
                        prompt.tiles().isEmpty() ? List.of() : List.of(Turn.userWithImage("?")),
                        prompt.tiles().isEmpty() ? List.of() : List.of(image(beginnings)),
                        SamplingRule.greedy(maxAnswer),
                        terms),
                prompt,
                beginnings,
                maxAnswer,
                Set.of(STOP));
    }

    /** Nobody looks at its pixels; sequences on one topic show the same image. */
    private static TileBatch image(List<Fingerprint> beginnings) {
        long topic = beginnings.isEmpty()
                ? unique.incrementAndGet()
                : beginnings.get(0).a();
        return new TileBatch(new TileGrid(1, 1), 1, 1, new byte[3], new float[0], new Fingerprint(topic, 0, 0, 2));
    }

    private static int[] ids(int tokens) {
        return IntStream.range(1000, 1000 + tokens).toArray();
    }
}
