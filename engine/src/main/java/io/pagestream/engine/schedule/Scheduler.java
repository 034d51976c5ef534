package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.BlockTable;
import io.pagestream.engine.cache.EncoderSlots;
import io.pagestream.imaging.tile.Fingerprint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides who computes how many tokens. Belongs to the engine thread.
 *
 * <p>A sequence is started when there are blocks for what it knows, takes one more whenever it has filled its last, and
 * makes room when a more important one finds none: then its tokens are computed again later, from what is still
 * remembered of its prompt. Of several prompts that begin alike the beginning is computed once, also when they come at the
 * same time.
 */
public final class Scheduler {

    /*
     * Notes. Why every sequence finishes. Consider the most important of the started ones. If it needs a block, all
     * others make room one after the other, and the whole cache holds any sequence (add refuses larger ones). If it owes one
     * token, it is among those that come first, and there are at most maxRunning <= tokensPerStep of them. If it owes
     * many, at least one row is left for it, unless its next tile is not encoded. It is also the first to be given slots; if
     * there are none, others hold slots. Those were taken for whole groups of tiles, tiles are encoded in the order of
     * their rows, and no row of a group needs a tile of a later one: so those others can go on without further slots, and
     * theirs come back. Who waits because somebody else is computing the beginning of its prompt waits for a started
     * sequence, and when that one leaves or makes room, its promise is gone with it.
     */

    private final StepLimits limits;
    private final BlockPool blocks;
    private final EncoderSlots slots;
    private final WaitingLine waiting = new WaitingLine();
    private final List<Sequence> running = new ArrayList<>(); // in the order of their start
    private final Map<Fingerprint, Integer> promised =
            new HashMap<>(); // beginnings that started sequences will compute
    private long sharedTokens;
    private long madeRoom;
    private long drafted;
    private long accepted;

    public Scheduler(StepLimits limits, BlockPool blocks, EncoderSlots slots) {
        this.limits = limits;
        this.blocks = blocks;
        this.slots = slots;
    }

    /** Appends a sequence to those that wait. It must fit into cache and slots: a larger one would wait for ever. */
    public void add(Sequence sequence) {
        if (sequence.largestGroup() > slots.slots()) {
            throw new IllegalArgumentException("a sequence needs " + sequence.largestGroup()
                    + " encoded tiles at the same time, there is room for " + slots.slots());
        }
        if (sequence.mostBlocks(blocks.blockTokens()) > blocks.blocks()) {
            throw new IllegalArgumentException("a sequence of " + sequence.mostComputed() + " tokens needs "
                    + sequence.mostBlocks(blocks.blockTokens()) + " blocks, the whole cache has " + blocks.blocks());
        }
        if (sequence.width() > limits.maxRunning()) {
            throw new IllegalArgumentException(
                    sequence.width() + " beams cannot run where " + limits.maxRunning() + " answers do");
        }
        waiting.add(sequence);
    }

    /** Makes room, starts what can be started, then chooses tiles and rows. No sequence advances. */
    public StepPlan plan() {
        growAnswers();
        startWaiting();
        List<StepPlan.Tile> tiles = chooseTiles();
        List<StepPlan.Copy> copies = new ArrayList<>();
        running.forEach(sequence -> copies.addAll(sequence.takeCopies()));
        return new StepPlan(copies, tiles, chooseRows());
    }

    /** Every strand whose blocks are full gets one more, the most important sequence first, or makes room. */
    private void growAnswers() {
        List<Sequence> full =
                new ArrayList<>(running.stream().filter(Sequence::isFull).toList());
        full.sort((a, b) -> a == b ? 0 : waiting.isLessImportant(a, b) ? 1 : -1);
        for (Sequence sequence : full) {
            while (running.contains(sequence) && sequence.isFull()) {
                OptionalInt block = blocks.tryTakeFor(sequence.fullTable());
                if (block.isPresent()) {
                    sequence.grow(block.getAsInt());
                } else {
                    makeRoom();
                }
            }
        }
    }

    private void makeRoom() {
        Sequence least = running.get(0);
        for (Sequence sequence : running) {
            least = waiting.isLessImportant(sequence, least) ? sequence : least;
        }
        giveBack(least);
        least.startOver();
        running.remove(least);
        waiting.waitsAgain(least);
        madeRoom++;
    }

    private void startWaiting() {
        while (width() < limits.maxRunning() && waiting.size() > 0) {
            Optional<Sequence> next = waiting.next(this::isNotPromised);
            if (next.isEmpty() || width() + next.get().width() > limits.maxRunning() || !tryStart(next.get())) {
                return; // nobody overtakes for memory: a large request would starve behind small ones
            }
        }
    }

    /** Answers that are being written, or will be: each beam is one. */
    private int width() {
        return running.stream().mapToInt(Sequence::width).sum();
    }

    /** Whether nobody is computing the first block that this sequence would have to compute. */
    private boolean isNotPromised(Sequence sequence) {
        int most = mostShared(sequence);
        int first = 0;
        while (first < most && blocks.remembers(sequence.beginnings().get(first))) {
            first++;
        }
        return first == most || !promised.containsKey(sequence.beginnings().get(first));
    }

    /** At least one token is left to compute: the next one is chosen from its logits. */
    private int mostShared(Sequence sequence) {
        return Math.min(sequence.beginnings().size(), (sequence.known() - 1) / blocks.blockTokens());
    }

    private boolean tryStart(Sequence sequence) {
        BlockTable table = new BlockTable(new int[0], blocks.blockTokens());
        int most = mostShared(sequence);
        for (int i = 0; i < most; i++) {
            OptionalInt block = blocks.share(sequence.beginnings().get(i));
            if (block.isEmpty()) {
                break;
            }
            table = table.with(block.getAsInt());
        }
        int shared = table.blocks().length;
        int wanted = blocks.blocksFor(sequence.known()) - shared;
        // One more for each answer, or it would be made to give way at once; if nobody runs, there is all there is.
        int spare = running.isEmpty() ? 0 : width() + sequence.width() - 1;
        if (wanted + spare > blocks.available()) {
            blocks.give(table);
            return false;
        }
        for (int i = 0; i < wanted; i++) {
            table = table.with(blocks.tryTakeFor(table).orElseThrow());
        }
        sequence.start(table, shared);
        for (int i = shared; i < sequence.beginnings().size(); i++) {
            promised.merge(sequence.beginnings().get(i), 1, Integer::sum);
        }
        sharedTokens += (long) shared * blocks.blockTokens();
        waiting.started(sequence);
        running.add(sequence);
        return true;
    }

    private List<StepPlan.Tile> chooseTiles() {
        EncoderBudget budget = new EncoderBudget(limits.tilesPerStep(), slots);
        List<StepPlan.Tile> tiles = new ArrayList<>();
        for (Sequence sequence : running) {
            TileProgress progress = sequence.tileProgress();
            OptionalInt tile = progress.next();
            while (tile.isPresent()) {
                TilePlace place = sequence.tiles().get(tile.getAsInt());
                if (!takesEncoded(sequence, place)) {
                    if (!budget.tryTake(progress)) {
                        return tiles;
                    }
                    tiles.add(new StepPlan.Tile(sequence, place, progress.encodeNext()));
                }
                tile = progress.next();
            }
        }
        return tiles;
    }

    /** Whether the next tile was encoded for somebody else and is still there; not for tiles that are kept in groups. */
    private boolean takesEncoded(Sequence sequence, TilePlace place) {
        TileProgress progress = sequence.tileProgress();
        if (progress.slotsToReserve() != 1) {
            return false;
        }
        OptionalInt slot = view(sequence, place).map(slots::share).orElse(OptionalInt.empty());
        if (slot.isPresent()) {
            progress.reserve(slot.getAsInt());
            progress.encodeNext();
        }
        return slot.isPresent();
    }

    /** What a slot with this tile holds, where something may be shared. */
    private static Optional<EncoderSlots.View> view(Sequence sequence, TilePlace place) {
        return sequence.beginnings().isEmpty()
                ? Optional.empty()
                : Optional.of(new EncoderSlots.View(
                        sequence.request().images().get(place.image()).fingerprint(), place.tile()));
    }

    private List<StepPlan.Rows> chooseRows() {
        List<StepPlan.Rows> rows = new ArrayList<>(running.size());
        int left = limits.tokensPerStep();
        for (Sequence sequence : running) {
            if (sequence.due() == 1 && sequence.ready() == 1) {
                for (Strand strand : sequence.strands()) {
                    rows.add(StepPlan.Rows.next(sequence, strand, 1));
                    left--;
                }
            }
        }
        for (Sequence sequence : running) {
            int count = Math.min(sequence.ready(), left);
            if (sequence.due() > 1 && count > 0) {
                rows.add(StepPlan.Rows.next(sequence, sequence.strands().get(0), count));
                left -= count;
            }
        }
        guess(rows, left);
        return rows;
    }

    /** Rows that nobody needs are given to guesses, the eldest answer first. */
    private void guess(List<StepPlan.Rows> rows, int left) {
        int most = Math.min(left, limits.draftsPerStep());
        for (int i = 0; i < rows.size() && most > 0; i++) {
            StepPlan.Rows answer = rows.get(i);
            if (answer.count() == 1 && answer.answers()) {
                int[] draft = answer.sequence().draft(most);
                rows.set(i, draft.length == 0 ? answer : answer.guessing(draft));
                most -= draft.length;
            }
        }
    }

    /** Books what a plan produced and returns the sequences that are finished by it; they have left. */
    public List<Sequence> commit(StepPlan plan, StepResult result) {
        int choices = plan.rows().stream()
                .filter(StepPlan.Rows::answers)
                .mapToInt(StepPlan.Rows::choices)
                .sum();
        if (choices != result.tokens().length) {
            throw new IllegalStateException(
                    "the step was to choose " + choices + " tokens, it chose " + result.tokens().length);
        }
        for (StepPlan.Tile tile : plan.tiles()) {
            view(tile.sequence(), tile.place()).ifPresent(view -> slots.remember(tile.slot(), view));
        }
        List<Sequence> finished = new ArrayList<>();
        int next = 0;
        for (StepPlan.Rows rows : plan.rows()) {
            Sequence sequence = rows.sequence();
            if (rows.strand() != sequence.strands().get(0)) {
                continue; // the first strand's rows stand for those of all, which follow
            }
            sequence.advance(rows.count() - rows.draft().length);
            sequence.tileProgress().releaseComputed(slots, sequence.computed());
            remember(sequence);
            if (rows.answers()) {
                int end = next + sequence.strands().size() * rows.choices();
                choose(rows, result, next, end);
                next = end;
            }
            if (sequence.isBroken()) {
                forget(sequence);
            }
            if (sequence.finish().isPresent() || sequence.isBroken()) {
                remove(sequence);
                finished.add(sequence);
            }
        }
        return finished;
    }

    private void choose(StepPlan.Rows rows, StepResult result, int from, int end) {
        Sequence sequence = rows.sequence();
        int[] tokens = Arrays.copyOfRange(result.tokens(), from, end);
        float[] logProbabilities = Arrays.copyOfRange(result.logProbabilities(), from, end);
        List<BeamSearch.Fork> forks = sequence.choose(tokens, logProbabilities);
        if (!forks.isEmpty()) {
            BeamTables.fork(sequence, forks, blocks);
        }
        drafted += rows.draft().length;
        accepted += sequence.accept(rows.draft(), tokens, logProbabilities);
    }

    private void remember(Sequence sequence) {
        for (Optional<Fingerprint> next = sequence.nextToRemember();
                next.isPresent();
                next = sequence.nextToRemember()) {
            blocks.remember(sequence.strands().get(0).blocks().blocks()[sequence.rememberedBlocks()], next.get());
            withdraw(next.get());
            sequence.remembered();
        }
    }

    /** Nobody shall begin with what ended in no number: if the device erred, it is computed anew. */
    private void forget(Sequence sequence) {
        sequence.beginnings().forEach(blocks::forget);
        sequence.tiles().forEach(place -> view(sequence, place).ifPresent(slots::forget));
    }

    private void withdraw(Fingerprint beginning) {
        promised.computeIfPresent(beginning, (name, count) -> count == 1 ? null : count - 1);
    }

    /** Takes a sequence out between two steps and gives back what it held; nothing happens when it is not here. */
    public void remove(Sequence sequence) {
        if (running.remove(sequence)) {
            giveBack(sequence);
        }
        waiting.left(sequence);
    }

    private void giveBack(Sequence sequence) {
        for (int i = sequence.rememberedBlocks(); i < sequence.beginnings().size(); i++) {
            withdraw(sequence.beginnings().get(i));
        }
        sequence.tileProgress().releaseAll(slots);
        sequence.strands().forEach(strand -> blocks.give(strand.giveUpBlocks()));
    }

    public int waiting() {
        return waiting.size();
    }

    public int running() {
        return running.size();
    }

    /** The most tiles of one sequence that may have to be kept together. */
    public int largestGroup() {
        return slots.slots();
    }

    /** Blocks that started sequences hold. */
    public int blocksInUse() {
        return blocks.inUse();
    }

    /** Tokens of prompts that were not computed because somebody had computed the same beginning. */
    public long sharedTokens() {
        return sharedTokens;
    }

    /** Guesses that were computed. */
    public long drafted() {
        return drafted;
    }

    /** Guesses that were right: tokens that needed no step of their own. */
    public long accepted() {
        return accepted;
    }

    /** How often a started sequence had to make room. */
    public long madeRoom() {
        return madeRoom;
    }
}
