package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockTable;
import io.pagestream.engine.draft.Drafter;
import io.pagestream.engine.grammar.GrammarState;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.imaging.tile.Fingerprint;
import java.util.ArrayList;
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

    private static final int NOT_STARTED = -1;

    private final ReadingRequest request;
    private final PromptTokens prompt;
    private final List<Fingerprint> beginnings;
    private final int maxAnswer;
    private final Set<Integer> stopTokens;
    private final TileProgress tiles;
    private List<Strand> strands;
    private Optional<BeamSearch> search = Optional.empty();
    private List<StepPlan.Copy> copies = new ArrayList<>();
    private int computed;
    private int rememberedBlocks;
    private int sharedTokens = NOT_STARTED;
    private int madeRoom;
    private Optional<Drafter> drafter = Optional.empty();
    private Optional<Reading.Finish> finish = Optional.empty();
    private boolean broken;
    private int[] weighed = {};
    private Optional<GrammarState> form = Optional.empty(); // of the answer, before its first token

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
        begin();
    }

    private void begin() {
        strands = List.of(new Strand(prompt, new Answer(), form));
        Beams beams = request.sampling().beams();
        if (beams.isSearch()) {
            search = Optional.of(new BeamSearch(beams, maxAnswer, stopTokens));
        }
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

    /** Its continuations; in a search they are equally long, and what is said about tokens holds for each of them. */
    public List<Strand> strands() {
        return strands;
    }

    /** The most continuations that it will have. */
    public int width() {
        return request.sampling().beams().width();
    }

    /** How many tokens are to be chosen for each strand in a step. */
    public int choices() {
        if (weighed.length > 0) {
            return weighed.length;
        }
        return search.isPresent() ? BeamSearch.candidates(request.sampling().beams(), stopTokens.size()) : 1;
    }

    /** Tokens that are there: prompt and answer so far. */
    public int known() {
        return promptTokens() + strands.get(0).written().count();
    }

    /** Tokens whose keys and values are in the cache. */
    public int computed() {
        return computed;
    }

    /** Tokens that the engine owes: many for a new prompt, one while it is answering. */
    public int due() {
        return known() - computed;
    }

    /** Of the tokens that are due, those that can be computed: none from the first tile on that is not encoded. */
    int ready() {
        return tiles.readyUntil(known()) - computed;
    }

    /** Tokens that may ever need a place in the cache; the last token of an answer is never computed. */
    public int mostComputed() {
        return promptTokens() + maxAnswer - 1;
    }

    /** Blocks that all strands together may ever hold. */
    public long mostBlocks(int blockTokens) {
        long shared = promptTokens() / blockTokens;
        long each = (mostComputed() + blockTokens - 1L) / blockTokens;
        return shared + width() * (each - shared);
    }

    /** The answer so far: of a search the best one that has ended, else the first strand's. */
    Answer written() {
        Answer first = strands.get(0).written();
        return search.isPresent() ? search.get().best().orElse(first) : first;
    }

    /** The answer so far. */
    public int[] answer() {
        return written().tokens();
    }

    /** Geometric mean of the probabilities of the answer's tokens. */
    public double confidence() {
        return written().confidence();
    }

    /** Of each token of the answer so far. */
    public float[] logProbabilities() {
        return written().logProbabilities();
    }

    public Optional<Reading.Finish> finish() {
        return finish;
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
        form = Optional.of(start);
        begin();
    }

    /** Its next tokens may be guessed, which changes no answer; before the first step, and not in a search or with a form. */
    public void guess(Drafter guesses) {
        drafter = Optional.of(guesses);
    }

    /** Guesses of its tokens that were computed. */
    public long drafted() {
        return drafter.map(Drafter::drafted).orElse(0L);
    }

    /** Of them, those that were right. */
    public long accepted() {
        return drafter.map(Drafter::accepted).orElse(0L);
    }

    /** Tokens of the prompt that were in the cache when it was started for the first time. */
    public int sharedTokens() {
        return Math.max(0, sharedTokens);
    }

    /** How often it lost what was computed. */
    public int madeRoom() {
        return madeRoom;
    }

    /** Nothing is to be chosen: only the probabilities of {@code tokens} are wanted; before the first step. */
    public void weigh(int[] tokens) {
        weighed = tokens.clone();
    }

    /** It repeats itself: ends with the first {@code tokens} of its answer. The scheduler is told separately. */
    public void endBeforeLoop(int tokens) {
        written().cutTo(tokens);
        finish = Optional.of(Reading.Finish.LOOPED);
    }

    /** The tokens that are weighed instead of choosing one; mostly none. */
    public int[] weighed() {
        return weighed.clone();
    }

    // ---- what the scheduler books

    TileProgress tileProgress() {
        return tiles;
    }

    /** @param shared blocks at the beginning of {@code table} whose tokens somebody else has computed */
    void start(BlockTable table, int shared) {
        strands.get(0).put(table);
        computed = shared * table.blockTokens();
        sharedTokens = sharedTokens == NOT_STARTED ? computed : sharedTokens;
        rememberedBlocks = shared;
        tiles.restart(computed);
    }

    /** Whether the next token of a strand has no place. */
    boolean isFull() {
        return strands.stream().anyMatch(this::isFull);
    }

    private boolean isFull(Strand strand) {
        return strand.blocks().tokens() <= computed;
    }

    /** The blocks of the first strand that needs one more. */
    BlockTable fullTable() {
        return firstFull().blocks();
    }

    /** Gives a block to the first strand that needs one. */
    void grow(int block) {
        firstFull().grow(block).ifPresent(from -> copies.add(new StepPlan.Copy(from, block)));
    }

    private Strand firstFull() {
        return strands.stream().filter(this::isFull).findFirst().orElseThrow();
    }

    /** What must be copied before the next step. */
    List<StepPlan.Copy> takeCopies() {
        List<StepPlan.Copy> taken = copies;
        copies = new ArrayList<>();
        return taken;
    }

    /**
     * Guesses of the tokens behind its newest one: no more than have places already, and no more than the answer may still
     * have. So a guess never takes a block, and what a wrong one leaves in the cache lies behind what is computed.
     */
    int[] draft(int most) {
        int places = strands.get(0).blocks().tokens() - known();
        int answers = maxAnswer - strands.get(0).written().count() - 1;
        return drafter.map(guesses -> guesses.propose(Math.min(most, Math.min(places, answers))))
                .orElse(new int[0]);
    }

    void advance(int rows) {
        if (rows < 1 || rows > due()) {
            throw new IllegalStateException(rows + " rows were computed where " + due() + " were due");
        }
        computed += rows;
    }

    /** The next block of the prompt that is computed and has not been named yet, if any. */
    Optional<Fingerprint> nextToRemember() {
        boolean whole = rememberedBlocks < beginnings.size()
                && (rememberedBlocks + 1L) * strands.get(0).blocks().blockTokens() <= computed;
        return whole ? Optional.of(beginnings.get(rememberedBlocks)) : Optional.empty();
    }

    int rememberedBlocks() {
        return rememberedBlocks;
    }

    void remembered() {
        rememberedBlocks++;
    }

    /**
     * Appends what was chosen for it.
     *
     * @return the strands of a search that go on; none when there is no search, or when it is over
     */
    List<BeamSearch.Fork> choose(int[] tokens, float[] logProbabilitiesOfTokens) {
        if (due() != 0 || finish.isPresent()) {
            throw new IllegalStateException("a token came where " + due() + " were due and finish was " + finish);
        }
        List<BeamSearch.Fork> forks = List.of();
        int own = search.isPresent() || weighed.length > 0 ? tokens.length : 1; // behind it come guesses
        for (int i = 0; i < own; i++) {
            broken |= Answer.isNoNumber(logProbabilitiesOfTokens[i]);
        }
        if (broken) {
            return forks;
        }
        if (weighed.length > 0) {
            for (int i = 0; i < weighed.length; i++) {
                strands.get(0).append(weighed[i], logProbabilitiesOfTokens[i]); // not an answer, and not shown as one
            }
            finish = Optional.of(Reading.Finish.LENGTH);
        } else if (search.isPresent()) {
            forks = search.get().advance(strands, tokens, logProbabilitiesOfTokens);
            if (forks.isEmpty()) {
                finish = Optional.of(finishOf(written()).orElse(Reading.Finish.LENGTH));
            }
        } else {
            append(tokens[0], logProbabilitiesOfTokens[0]);
        }
        return forks;
    }

    private void append(int token, float logProbability) {
        strands.get(0).append(token, logProbability);
        drafter.ifPresent(guesses -> guesses.append(token));
        finish = finishOf(strands.get(0).written());
    }

    /**
     * Appends what was chosen behind each right guess; {@code tokens[0]} has been chosen already.
     *
     * @param tokens chosen from the newest token and from each guess
     * @return how many guesses were right and are computed now
     */
    int accept(int[] draft, int[] tokens, float[] logProbabilitiesOfTokens) {
        int right = 0;
        while (finish.isEmpty() && !broken && right < draft.length && tokens[right] == draft[right]) {
            computed++;
            right++;
            broken = Answer.isNoNumber(logProbabilitiesOfTokens[right]);
            append(tokens[right], logProbabilitiesOfTokens[right]);
        }
        int accepted = right;
        drafter.ifPresent(guesses -> guesses.book(draft.length, accepted));
        return right;
    }

    /** Whether the model gave something that is no probability; the sequence has left the scheduler then. */
    public boolean isBroken() {
        return broken;
    }

    private Optional<Reading.Finish> finishOf(Answer answer) {
        if (answer.count() > 0 && stopTokens.contains(answer.token(answer.count() - 1))) {
            return Optional.of(Reading.Finish.STOP);
        }
        return answer.count() == maxAnswer ? Optional.of(Reading.Finish.LENGTH) : Optional.empty();
    }

    void continueAs(List<Strand> next) {
        strands = List.copyOf(next);
    }

    /**
     * Its places are gone, and with them what was computed. What is known stays, but a search begins again behind its
     * prompt: it comes to the same end, and its strands need not be computed side by side from different places.
     */
    void startOver() {
        computed = 0;
        madeRoom++;
        copies = new ArrayList<>();
        if (search.isPresent()) {
            begin();
        }
    }
}
