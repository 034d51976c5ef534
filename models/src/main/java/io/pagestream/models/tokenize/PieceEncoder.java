package io.pagestream.models.tokenize;

import io.pagestream.models.tokenize.SentencePieceFile.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Text to pieces by byte-pair encoding, as SentencePiece does it ({@code bpe_model.cc}): the text is cut into
 * characters and user-defined pieces; then, again and again, the two neighbours whose joint text is the piece with the
 * highest score become one, the leftmost on equal scores. What is no piece in the end is written byte by byte. O(n log n)
 * for n characters. Immutable, any thread.
 */
final class PieceEncoder {

    /*
     * Notes. Two neighbours may merge although one of them is no piece itself: the joint text alone counts. (This is why
     * a table of pairs, the form that tokenizer.json wants, can be short of merges.) The queue holds
     * (rank of the joint piece, left neighbour) as one number; rankWithNext says what a symbol would become today, so an
     * entry that is out of date is known when it comes up.
     */

    private static final char SPACE = '\u2581';
    private static final int NONE = -1;

    /**
     * @param rank 0 for the highest score; equal scores have equal ranks
     */
    private record Merged(int id, int rank) {}

    private final Map<String, Merged> mergeable = new HashMap<>();
    private final LongestMatch userDefined;
    private final int[] byteIds = new int[256];
    private final boolean addDummyPrefix;
    private final int longest;

    PieceEncoder(SentencePieceFile file, boolean addDummyPrefix) {
        this.addDummyPrefix = addDummyPrefix;
        List<SentencePieceFile.Piece> pieces = file.pieces();
        int[] byScore = IntStream.range(0, pieces.size())
                .filter(id ->
                        pieces.get(id).type() == Type.NORMAL || pieces.get(id).type() == Type.USER_DEFINED)
                .boxed()
                .sorted((a, b) ->
                        Float.compare(pieces.get(b).score(), pieces.get(a).score()))
                .mapToInt(Integer::intValue)
                .toArray();
        int rank = -1;
        float before = Float.NaN;
        int most = 0;
        for (int id : byScore) {
            SentencePieceFile.Piece piece = pieces.get(id);
            rank += piece.score() == before ? 0 : 1;
            before = piece.score();
            most = Math.max(most, piece.text().length());
            mergeable.put(piece.text(), new Merged(id, rank));
        }
        this.longest = most;
        this.userDefined = new LongestMatch(pieces.stream()
                .filter(piece -> piece.type() == Type.USER_DEFINED)
                .map(SentencePieceFile.Piece::text)
                .toList());
        Arrays.setAll(byteIds, value -> file.ids().get(SentencePieceFile.bytePiece(value)));
    }

    /** Ids of {@code text}, which holds no half surrogate pairs. */
    int[] encode(String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        String spaced = text.replace(' ', SPACE);
        return new Merging(addDummyPrefix ? SPACE + spaced : spaced).ids();
    }

    /** One text on its way: a list of symbols, each a stretch of the text. */
    private final class Merging {

        private final String text;
        private final int[] start;
        private final int[] end;
        private final int[] before;
        private final int[] next;
        private final int[] rankWithNext;
        private final boolean[] frozen;
        private final PriorityQueue<Long> queue = new PriorityQueue<>();

        Merging(String text) {
            this.text = text;
            int most = text.codePointCount(0, text.length());
            this.start = new int[most];
            this.end = new int[most];
            this.before = new int[most];
            this.next = new int[most];
            this.rankWithNext = new int[most];
            this.frozen = new boolean[most];
            int symbols = cut();
            for (int symbol = 0; symbol < symbols; symbol++) {
                before[symbol] = symbol - 1;
                next[symbol] = symbol + 1 < symbols ? symbol + 1 : NONE;
            }
            for (int symbol = 0; symbol < symbols; symbol++) {
                offer(symbol);
            }
        }

        private int cut() {
            int symbols = 0;
            for (int at = 0; at < text.length(); symbols++) {
                String whole = userDefined.at(text, at);
                start[symbols] = at;
                at += whole != null ? whole.length() : Character.charCount(text.codePointAt(at));
                end[symbols] = at;
                frozen[symbols] = whole != null;
            }
            return symbols;
        }

        /** Notes what {@code left} and its neighbour would become. */
        private void offer(int left) {
            rankWithNext[left] = NONE;
            int right = next[left];
            if (right == NONE || frozen[left] || frozen[right] || end[right] - start[left] > longest) {
                return;
            }
            Merged merged = mergeable.get(text.substring(start[left], end[right]));
            if (merged != null) {
                rankWithNext[left] = merged.rank();
                queue.add((long) merged.rank() << 32 | left);
            }
        }

        private void merge(int left) {
            int right = next[left];
            end[left] = end[right];
            next[left] = next[right];
            rankWithNext[right] = NONE;
            if (next[left] != NONE) {
                before[next[left]] = left;
            }
            offer(left);
            if (before[left] != NONE) {
                offer(before[left]);
            }
        }

        int[] ids() {
            while (!queue.isEmpty()) {
                long best = queue.poll();
                int left = (int) best;
                if (rankWithNext[left] == (int) (best >>> 32)) {
                    merge(left);
                }
            }
            IntStream.Builder ids = IntStream.builder();
            for (int symbol = 0; symbol != NONE; symbol = next[symbol]) {
                String piece = text.substring(start[symbol], end[symbol]);
                Merged known = mergeable.get(piece);
                if (known != null) {
                    ids.add(known.id());
                } else {
                    for (byte value : piece.getBytes(StandardCharsets.UTF_8)) {
                        ids.add(byteIds[value & 0xFF]);
                    }
                }
            }
            return ids.build().toArray();
        }
    }
}
