package io.pagestream.engine.schedule;

import io.pagestream.engine.cache.BlockPool;
import io.pagestream.engine.cache.BlockTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The blocks of beams when beams fork: whole blocks are shared, and the one that is still being filled goes to the first
 * child and is copied for the others, before the next step and as soon as there are blocks for the copies.
 */
final class BeamTables {

    private BeamTables() {}

    /** Gives {@code sequence} its next strands, and back to the pool what no child has. */
    static void fork(Sequence sequence, List<BeamSearch.Fork> forks, BlockPool blocks) {
        int whole = sequence.computed() / blocks.blockTokens();
        List<Strand> before = sequence.strands();
        List<Strand> after = new ArrayList<>(forks.size());
        Set<Integer> continued = new HashSet<>();
        for (BeamSearch.Fork fork : forks) {
            Strand parent = before.get(fork.parent());
            int[] table = parent.blocks().blocks();
            boolean first = continued.add(fork.parent());
            int shared = first ? table.length : whole;
            Strand child = parent.with(fork.token(), fork.logProbability());
            child.put(blocks.share(parent.blocks(), shared));
            if (shared < table.length) {
                child.copyNext(table[whole]);
            }
            after.add(child);
        }
        for (Strand strand : before) {
            BlockTable table = strand.giveUpBlocks();
            blocks.give(table);
        }
        sequence.continueAs(after);
    }
}
