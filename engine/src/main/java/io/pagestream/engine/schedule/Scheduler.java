package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.BlockTable;
import io.pagestream.engine.cache.EncoderSlots;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides who computes how many tokens. Belongs to the engine thread.
 *
 * <p>A sequence is started only when the pool holds all blocks that it can ever need, and keeps them until it leaves. So
 * nothing that was started is ever pushed out again, no image is encoded twice, and an answer does not depend on who
 * else was there. The price is that blocks for the unwritten part of an answer lie idle.
 */
public final class Scheduler {

    /*
     * Notes. Why every sequence finishes: sequences are started strictly in the order of their arrival, and a started one
     * has its blocks. Among the started ones those that owe one token come first, and there are at most maxRunning <=
     * tokensPerStep of them, so an answer gets its token in every step, and when a prompt is among the started ones at
     * least one row is left for prompts. The eldest prompt gets it, unless its next tile is not encoded. It is also the
     * first to be given slots; if there are none, others hold slots. Those were taken for whole groups of tiles, tiles are
     * encoded in the order of their rows, and no row of a group needs a tile of a later one: so those others can go on
     * without further slots, and theirs come back.
     */

    private final StepLimits limits;
    private final BlockPool blocks;
    private final EncoderSlots slots;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>(); // in the order of arrival

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
        if (blocks.blocksFor(sequence.mostComputed()) > blocks.blocks()) {
            throw new IllegalArgumentException("a sequence of " + sequence.mostComputed() + " tokens needs "
                    + blocks.blocksFor(sequence.mostComputed()) + " blocks, the whole cache has " + blocks.blocks());
        }
        waiting.add(sequence);
    }

    /** Starts what can be started, then chooses tiles and rows. Reserves memory, but no sequence advances. */
    public StepPlan plan() {
        startWaiting();
        List<StepPlan.Tile> tiles = chooseTiles();
        return new StepPlan(tiles, chooseRows());
    }

    private void startWaiting() {
        while (running.size() < limits.maxRunning() && !waiting.isEmpty()) {
            Optional<BlockTable> table = blocks.tryTake(waiting.peek().mostComputed());
            if (table.isEmpty()) {
                return; // nobody overtakes: a large request would starve behind small ones
            }
            Sequence sequence = waiting.remove();
            sequence.start(table.get());
            running.add(sequence);
        }
    }

    private List<StepPlan.Tile> chooseTiles() {
        EncoderBudget budget = new EncoderBudget(limits.tilesPerStep(), slots);
        List<StepPlan.Tile> tiles = new ArrayList<>();
        for (Sequence sequence : running) {
            OptionalInt tile = sequence.nextTile();
            while (tile.isPresent()) {
                if (!budget.tryTake(sequence)) {
                    return tiles;
                }
                int slot = sequence.encodeNextTile();
                tiles.add(new StepPlan.Tile(sequence, sequence.tiles().get(tile.getAsInt()), slot));
                tile = sequence.nextTile();
            }
        }
        return tiles;
    }

    private List<StepPlan.Rows> chooseRows() {
        List<StepPlan.Rows> rows = new ArrayList<>(running.size());
        int left = limits.tokensPerStep();
        for (Sequence sequence : running) {
            if (sequence.due() == 1 && sequence.ready() == 1) {
                rows.add(StepPlan.Rows.next(sequence, 1));
                left--;
            }
        }
        for (Sequence sequence : running) {
            int count = Math.min(sequence.ready(), left);
            if (sequence.due() > 1 && count > 0) {
                rows.add(StepPlan.Rows.next(sequence, count));
                left -= count;
            }
        }
        return rows;
    }

    /** Books what a plan produced and returns the sequences that are finished by it; they have left. */
    public List<Sequence> commit(StepPlan plan, StepResult result) {
        List<Sequence> answering = plan.answering();
        if (answering.size() != result.tokens().length) {
            throw new IllegalStateException(
                    "the step was to choose " + answering.size() + " tokens, it chose " + result.tokens().length);
        }
        for (StepPlan.Rows rows : plan.rows()) {
            rows.sequence().advance(rows.count());
            rows.sequence().releaseComputedTiles(slots);
        }
        List<Sequence> finished = new ArrayList<>();
        for (int i = 0; i < answering.size(); i++) {
            Sequence sequence = answering.get(i);
            sequence.append(result.tokens()[i], result.logProbabilities()[i]);
            if (sequence.finish().isPresent()) {
                remove(sequence);
                finished.add(sequence);
            }
        }
        return finished;
    }

    /** Takes a sequence out between two steps and gives back what it held; nothing happens when it is not here. */
    public void remove(Sequence sequence) {
        if (running.remove(sequence)) {
            blocks.give(sequence.giveUpBlocks());
            sequence.releaseAllTiles(slots);
        } else {
            waiting.remove(sequence);
        }
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
}
