package io.pagestream.models.tokenize;

import io.pagestream.models.tokenize.AddedTokens.Added;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** The pieces of a SentencePiece model and the added tokens, by id and by text. Immutable, any thread. */
final class Vocabulary {

    private final SentencePieceFile file;
    private final AddedTokens added;
    private final Map<Integer, String> addedTexts = new HashMap<>();
    private final BitSet apart = new BitSet();
    private final int size;

    Vocabulary(SentencePieceFile file, AddedTokens added) {
        this.file = file;
        this.added = added;
        int most = -1;
        for (Added token : added.byText().values()) {
            int id = token.id();
            addedTexts.put(id, token.text());
            boolean beyondPieces = id >= file.pieces().size();
            apart.set(id, !isSpecial(id) || added.additional().contains(id) && beyondPieces);
            most = Math.max(most, id);
        }
        this.size = Math.max(file.pieces().size(), most + 1);
    }

    SentencePieceFile file() {
        return file;
    }

    /** The id of the added token or else the piece that is written {@code text}, or -1. */
    int id(String text) {
        Added known = added.byText().get(text);
        return known != null ? known.id() : file.ids().getOrDefault(text, -1);
    }

    boolean has(int id) {
        return id >= 0 && id < file.pieces().size() || addedTexts.containsKey(id);
    }

    /** How the id is written: an added token may have taken the id of a piece. */
    String text(int id) {
        String text = addedTexts.get(id);
        return text != null ? text : file.pieces().get(id).text();
    }

    /** What the id adds to a text, or null when it is none of words. */
    byte[] bytes(int id) {
        if (!has(id) || isSpecial(id)) {
            return null;
        }
        String added = addedTexts.get(id);
        if (added != null) {
            return added.getBytes(StandardCharsets.UTF_8);
        }
        SentencePieceFile.Piece piece = file.pieces().get(id);
        return switch (piece.type()) {
            case BYTE -> new byte[] {PieceText.byteOf(piece)};
            case UNKNOWN, CONTROL -> null;
            default -> piece.text().replace(PieceText.SPACE, " ").getBytes(StandardCharsets.UTF_8);
        };
    }

    boolean isSpecial(int id) {
        return added.special().contains(id);
    }

    /** Whether decoding treats the id as a word of its own, see {@link SentencePieceStream}. */
    boolean standsApart(int id) {
        return id >= 0 && apart.get(id);
    }

    int size() {
        return size;
    }
}
