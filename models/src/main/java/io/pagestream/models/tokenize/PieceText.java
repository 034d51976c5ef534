package io.pagestream.models.tokenize;

import io.pagestream.models.tokenize.SentencePieceFile.Piece;
import io.pagestream.models.tokenize.SentencePieceFile.Type;

/**
 * Pieces to text, as SentencePiece decodes them ({@code sentencepiece_processor.cc}): U+2581 becomes a space, each byte
 * that is part of no character becomes U+FFFD, control pieces are invisible; and where the model puts a space before
 * every text, that space is taken away again, once for each run of pieces. One thread.
 */
final class PieceText {

    static final String SPACE = "\u2581";
    private static final String UNKNOWN = " \u2047 ";

    private final SentencePieceFile file;
    private final boolean dropsFirstSpace;
    private final Utf8 text = Utf8.markingBytes();
    private int runStart;
    private boolean dropped;

    PieceText(SentencePieceFile file, boolean dropsFirstSpace) {
        this.file = file;
        this.dropsFirstSpace = dropsFirstSpace;
    }

    /** Begins a new run: bytes before it do not join with bytes in it. */
    void startRun() {
        runStart = text.finish();
        dropped = false;
    }

    void piece(int id) {
        Piece piece = file.pieces().get(id);
        if (piece.type() == Type.BYTE) {
            text.append(new byte[] {byteOf(piece)});
        } else if (piece.type() == Type.UNKNOWN) {
            text.append(UNKNOWN);
        } else if (piece.type() != Type.CONTROL) {
            spaced(piece.text());
        }
    }

    /** Of a piece that stands for a byte, written as in {@code <0x0A>}. */
    static byte byteOf(Piece piece) {
        return (byte) Integer.parseInt(piece.text().substring(3, 5), 16);
    }

    private void spaced(String piece) {
        boolean first = text.finish() == runStart && !dropped;
        String rest = piece;
        if (first && dropsFirstSpace && piece.startsWith(SPACE)) {
            rest = piece.substring(1);
            dropped = true;
        }
        text.append(rest.replace(SPACE, " "));
    }

    /** Text that is no piece. */
    void verbatim(String characters) {
        text.append(characters);
    }

    /** Puts text before the run that is open. */
    void insertBeforeRun(String characters) {
        text.finish();
        text.insert(runStart, characters);
    }

    String text() {
        return text.text();
    }

    /** The text from {@code start} that will not change, be it that something is put before the run that is open. */
    String settled(int start, boolean runMayMove) {
        return runMayMove ? text.finished(start, Math.max(start, runStart)) : text.finishedFrom(start);
    }
}
