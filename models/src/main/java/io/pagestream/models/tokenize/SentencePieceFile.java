package io.pagestream.models.tokenize;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@code tokenizer.model} holds, as SentencePiece's {@code sentencepiece_model.proto} names it. A piece may be any
 * text, also a single U+0000: InternLM2's file has one, and recent versions of SentencePiece refuse it.
 *
 * @param pieces by id
 * @param ids of the pieces
 * @param addDummyPrefix whether the model puts a space before every text
 */
record SentencePieceFile(List<Piece> pieces, Map<String, Integer> ids, boolean addDummyPrefix) {

    private static final int MOST_PIECES = 4_000_000;
    private static final long BPE = 2;

    /** The types of the schema; UNUSED (5) is not read. */
    enum Type {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        BYTE
    }

    /**
     * @param score the higher, the earlier it is merged
     */
    record Piece(String text, float score, Type type) {}

    /** @throws IllegalArgumentException when it is no such file, or of a kind that is not read; says which */
    static SentencePieceFile read(byte[] file) {
        ProtobufFields fields = new ProtobufFields(ByteBuffer.wrap(file));
        List<Piece> pieces = new ArrayList<>();
        // A message that is not there means the defaults of its fields.
        ByteBuffer trainer = ByteBuffer.allocate(0);
        ByteBuffer normalizer = ByteBuffer.allocate(0);
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> pieces.add(piece(fields.message(), pieces.size()));
                case 2 -> trainer = fields.message();
                case 3 -> normalizer = fields.message();
                default -> {} // self tests and a denormalizer that no encoder uses
            }
        }
        require(pieces.size() <= MOST_PIECES, "at most " + MOST_PIECES + " pieces", String.valueOf(pieces.size()));
        require(readTrainerSpec(trainer), "byte_fallback = true", "false");
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < pieces.size(); id++) {
            Integer other = ids.put(pieces.get(id).text(), id);
            require(other == null, "pieces that differ", "pieces " + other + " and " + id + " with the same text");
        }
        long bytes = pieces.stream().filter(piece -> piece.type() == Type.BYTE).count();
        require(bytes == 256, "256 pieces for bytes", String.valueOf(bytes));
        for (int value = 0; value < 256; value++) {
            Integer id = ids.get(bytePiece(value));
            require(id != null && pieces.get(id).type() == Type.BYTE, "a piece for every byte", "none for " + value);
        }
        return new SentencePieceFile(List.copyOf(pieces), Map.copyOf(ids), readNormalizerSpec(normalizer));
    }

    /** How the piece of a byte is written. */
    static String bytePiece(int value) {
        return String.format("<0x%02X>", value);
    }

    private static Piece piece(ByteBuffer message, int id) {
        ProtobufFields fields = new ProtobufFields(message);
        String text = "";
        float score = 0;
        long type = 1;
        while (fields.next()) {
            switch (fields.number()) {
                case 1 -> text = fields.text();
                case 2 -> score = fields.real();
                case 3 -> type = fields.integer();
                default -> {}
            }
        }
        require(!text.isEmpty() && !Float.isNaN(score), "pieces with a text and a score", "neither in piece " + id);
        return new Piece(text, score, type(type, id));
    }

    private static Type type(long number, int id) {
        return switch ((int) number) {
            case 1 -> Type.NORMAL;
            case 2 -> Type.UNKNOWN;
            case 3 -> Type.CONTROL;
            case 4 -> Type.USER_DEFINED;
            case 6 -> Type.BYTE;
            default -> throw wrong("pieces of the types 1 to 4 and 6", "type " + number + " of piece " + id);
        };
    }

    /** @return byte_fallback */
    private static boolean readTrainerSpec(ByteBuffer message) {
        ProtobufFields fields = new ProtobufFields(message);
        long kind = 1;
        boolean byteFallback = false;
        boolean whitespaceAsSuffix = false;
        while (fields.next()) {
            switch (fields.number()) {
                case 3 -> kind = fields.integer();
                case 24 -> whitespaceAsSuffix = fields.flag();
                case 35 -> byteFallback = fields.flag();
                default -> {} // how it was trained does not matter
            }
        }
        require(kind == BPE, "model_type 2 (BPE)", "model_type " + kind);
        require(!whitespaceAsSuffix, "treat_whitespace_as_suffix = false", "true");
        return byteFallback;
    }

    /** @return add_dummy_prefix */
    private static boolean readNormalizerSpec(ByteBuffer message) {
        ProtobufFields fields = new ProtobufFields(message);
        boolean changesText = false;
        boolean dummyPrefix = true;
        boolean removesSpaces = true;
        boolean escapes = true;
        while (fields.next()) {
            switch (fields.number()) {
                case 2 -> changesText = fields.message().hasRemaining();
                case 3 -> dummyPrefix = fields.flag();
                case 4 -> removesSpaces = fields.flag();
                case 5 -> escapes = fields.flag();
                default -> {}
            }
        }
        require(!changesText, "a normalizer that changes nothing", "a table of replacements");
        require(!removesSpaces, "remove_extra_whitespaces = false", "true");
        require(escapes, "escape_whitespaces = true", "false");
        return dummyPrefix;
    }

    private static void require(boolean holds, String expected, String found) {
        if (!holds) {
            throw wrong(expected, found);
        }
    }

    private static IllegalArgumentException wrong(String expected, String found) {
        return new IllegalArgumentException("expected " + expected + ", found " + found);
    }
}
