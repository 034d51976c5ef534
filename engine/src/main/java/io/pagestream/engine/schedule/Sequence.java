package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockTable;
import io.pagestream.engine.grammar.GrammarState;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.Fingerprint;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One answer being written. It only counts: {@link #known} tokens are there (prompt and answer), of which {@link
 * #computed} have their keys and values in the cache; the difference is what the engine owes it. So a new prompt, a
 * prompt in pieces, an answer, and an answer that lost its place and is computed again are one case.
 *
 * <p>Made by any thread; from {@link Scheduler#add} on it belongs to the engine thread. What it was asked ({@link
 * #request}, {@link #promptTokens}) never changes.
 */
public final class Sequence {

    private static final BlockTable NO_BLOCKS = new BlockTable(new int[0], 1);

    private final ReadingRequest request;
    private final PromptTokens prompt;
    private final List<Fingerprint> beginnings;
    private final int maxAnswer;
    private final Set<Integer> stopTokens;
    private final TileProgress tiles;

    private int[] tokens;
    private float[] logProbabilities = new float[0]; // of the answer's tokens
    private int known;
    private int computed;
    private int rememberedBlocks;
    private BlockTable blocks = NO_BLOCKS;
    private Optional<Reading.Finish> finish = Optional.empty();
    private Optional<GrammarState> grammar = Optional.empty();

    /**
     * @param request what was asked
     * @param prompt its tokens
     * @param beginnings for each whole block of the prompt, what tells it and all before it from other prompts; or none,
     *     when nothing is to be shared
     * @param maxAnswer tokens of the answer, where the model's context was taken into account
     * @param stopTokens ids that end the answer
     */
    public Sequence(
            ReadingRequest request,
            PromptTokens prompt,
            List<Fingerprint> beginnings,
            int maxAnswer,
            Set<Integer> stopTokens) {
        if (maxAnswer < 1) {
            throw new IllegalArgumentException("an answer needs room for a token, got maxAnswer " + maxAnswer);
        }
        this.request = request;
        this.prompt = prompt;
        this.beginnings = List.copyOf(beginnings);
        this.maxAnswer = maxAnswer;
        this.stopTokens = Set.copyOf(stopTokens);
        this.tiles = new TileProgress(prompt);
        this.tokens = prompt.ids();
        this.known = tokens.length;
    }

    public ReadingRequest request() {
        return request;
    }

    public int promptTokens() {
        return prompt.ids().length;
    }

    /** The most tiles that must be kept at the same time. */
    int largestGroup() {
        return prompt.largestGroup();
    }

    PromptTokens prompt() {
        return prompt;
    }

    List<Fingerprint> beginnings() {
        return beginnings;
    }

    /** Tokens that are there: prompt and answer so far. */
    public int known() {
        return known;
    }

    /** Tokens whose keys and values are in the cache. */
    public int computed() {
        return computed;
    }

    /** Tokens that the engine owes: many for a new prompt, one while it is answering. */
    public int due() {
        return known - computed;
    }

    /** Of the tokens that are due, those that can be computed: none from the first tile on that is not encoded. */
    int ready() {
        return tiles.readyUntil(known) - computed;
    }

    /** Tokens that may ever need a place in the cache; the last token of an answer is never computed. */
    public int mostComputed() {
        return promptTokens() + maxAnswer - 1;
    }

    public int token(int position) {
        return tokens[position];
    }

    /** A copy of the tokens from {@code from} on. */
    public int[] tokensFrom(int from) {
        return Arrays.copyOfRange(tokens, from, known);
    }

    /** The answer so far. */
    public int[] answer() {
        return tokensFrom(promptTokens());
    }

    /** Geometric mean of the probabilities of the answer's tokens. */
    public double confidence() {
        int answered = known - promptTokens();
        double sum = 0;
        for (int i = 0; i < answered; i++) {
            sum += logProbabilities[i];
        }
        return answered == 0 ? 0 : Math.exp(sum / answered);
    }

    /** Of each token of the answer so far. */
    public float[] logProbabilities() {
        return Arrays.copyOf(logProbabilities, known - promptTokens());
    }

    public Optional<Reading.Finish> finish() {
        return finish;
    }

    /** Its places in the cache; none while it waits. */
    public BlockTable blocks() {
        return blocks;
    }

    /** Where its tiles stand. */
    public List<TilePlace> tiles() {
        return prompt.tiles();
    }

    /** Vectors of each tile. */
    public int tokensPerTile() {
        return prompt.tokensPerTile();
    }

    /** Which vector a token of the prompt is, as in {@link PromptTokens#vectors}. */
    public int vector(int position) {
        return prompt.vectors()[position];
    }

    /** The slot of a tile that is encoded and not yet computed. */
    public int slot(int tile) {
        return tiles.slot(tile);
    }

    /** Only tokens that lead to an answer of a form are to be chosen; before the first one. */
    public void keepTo(GrammarState start) {
        grammar = Optional.of(start);
    }

    /** Where the answer stands in its form, if it has one. */
    public Optional<GrammarState> grammar() {
        return grammar;
    }

    // ---- what the scheduler books

    TileProgress tileProgress() {
        return tiles;
    }

    /** @param shared blocks at the beginning of {@code table} whose tokens somebody else has computed */
    void start(BlockTable table, int shared) {
        blocks = table;
        computed = shared * table.blockTokens();
        rememberedBlocks = shared;
        tiles.restart(computed);
    }

    void grow(int block) {
        blocks = blocks.with(block);
    }

    void advance(int rows) {
        if (rows < 1 || rows > due()) {
            throw new IllegalStateException(rows + " rows were computed where " + due() + " were due");
        }
        computed += rows;
    }

    /** The next block of the prompt that is computed and has not been named yet, if any. */
    Optional<Fingerprint> nextToRemember() {
        boolean whole =
                rememberedBlocks < beginnings.size() && (rememberedBlocks + 1L) * blocks.blockTokens() <= computed;
        return whole ? Optional.of(beginnings.get(rememberedBlocks)) : Optional.empty();
    }

    int rememberedBlocks() {
        return rememberedBlocks;
    }

    void remembered() {
        rememberedBlocks++;
    }

    void append(int token, float logProbabilityOfToken) {
        if (due() != 0 || finish.isPresent()) {
            throw new IllegalStateException("a token came where " + due() + " were due and finish was " + finish);
        }
        if (known == tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.min(promptTokens() + maxAnswer, known + Math.max(64, known / 2)));
            logProbabilities = Arrays.copyOf(logProbabilities, tokens.length - promptTokens());
        }
        logProbabilities[known - promptTokens()] = logProbabilityOfToken;
        tokens[known++] = token;
        grammar = grammar.map(state -> state.advance(token));
        if (stopTokens.contains(token)) {
            finish = Optional.of(Reading.Finish.STOP);
        } else if (known - promptTokens() == maxAnswer) {
            finish = Optional.of(Reading.Finish.LENGTH);
        }
    }

    BlockTable giveUpBlocks() {
        BlockTable table = blocks;
        blocks = NO_BLOCKS;
        return table;
    }

    /** Its places are gone, and with them what was computed; what is known stays. */
    void startOver() {
        computed = 0;
    }
}
