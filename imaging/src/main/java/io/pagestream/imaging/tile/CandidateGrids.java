package io.pagestream.imaging.tile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The grids that a page may be cut into, in the order in which InternVL's {@code dynamic_preprocess} tries them.
 *
 * <p>The reference collects pairs in a Python set and sorts them by area; pairs of equal area therefore stand in the
 * order of CPython's hash table, which decides ties. {@link PairSet} keeps that order.
 */
final class CandidateGrids {

    private static final Map<Long, List<TileGrid>> KNOWN = new ConcurrentHashMap<>();

    private CandidateGrids() {}

    static List<TileGrid> inOfficialOrder(int minTiles, int maxTiles) {
        return KNOWN.computeIfAbsent(((long) minTiles << 32) | maxTiles, key -> compute(minTiles, maxTiles));
    }

    private static List<TileGrid> compute(int minTiles, int maxTiles) {
        PairSet pairs = new PairSet();
        for (int n = minTiles; n <= maxTiles; n++) {
            for (int i = 1; i <= n; i++) {
                for (int j = Math.max(1, (minTiles + i - 1) / i); j <= Math.min(n, maxTiles / i); j++) {
                    pairs.add(i, j);
                }
            }
        }
        List<TileGrid> grids = pairs.inOrder();
        grids.sort(Comparator.comparingInt(grid -> grid.columns() * grid.rows()));
        return List.copyOf(grids);
    }

    /** A set of pairs of small positive integers that iterates as a CPython set of tuples does (3.8 and later). */
    private static final class PairSet {

        private static final long PRIME_1 = 0x9E3779B185EBCA87L;
        private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
        private static final long PRIME_5 = 0x27D4EB2F165667C5L;
        private static final int LINEAR_PROBES = 9;

        private TileGrid[] table = new TileGrid[8];
        private int used;

        void add(int i, int j) {
            TileGrid pair = new TileGrid(i, j);
            int slot = slotOf(pair);
            if (table[slot] != null) {
                return;
            }
            table[slot] = pair;
            used++;
            if (used * 5 >= (table.length - 1) * 3) {
                grow();
            }
        }

        List<TileGrid> inOrder() {
            List<TileGrid> pairs = new ArrayList<>(used);
            for (TileGrid pair : table) {
                if (pair != null) {
                    pairs.add(pair);
                }
            }
            return pairs;
        }

        private void grow() {
            List<TileGrid> pairs = inOrder();
            int size = 8;
            while (size <= used * 4) {
                size <<= 1;
            }
            table = new TileGrid[size];
            for (TileGrid pair : pairs) {
                table[slotOf(pair)] = pair;
            }
        }

        /** Where {@code pair} lies, or the free slot where it belongs: short linear runs, then a jump. */
        private int slotOf(TileGrid pair) {
            int mask = table.length - 1;
            long perturb = hash(pair);
            int start = (int) (perturb & mask);
            while (true) {
                int last = start + LINEAR_PROBES <= mask ? start + LINEAR_PROBES : start;
                for (int slot = start; slot <= last; slot++) {
                    if (table[slot] == null || table[slot].equals(pair)) {
                        return slot;
                    }
                }
                perturb >>>= 5;
                start = (int) ((start * 5L + 1 + perturb) & mask);
            }
        }

        private static long hash(TileGrid pair) {
            long hash = round(round(PRIME_5, pair.columns()), pair.rows());
            return hash + (2 ^ (PRIME_5 ^ 3527539L));
        }

        private static long round(long accumulator, long lane) {
            return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
        }
    }
}
