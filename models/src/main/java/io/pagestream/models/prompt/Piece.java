package io.pagestream.models.prompt;

/** A prompt between dialogue and tokens: text and images in order, no two texts side by side. */
sealed interface Piece {

    /** Text that the tokenizer is given as it stands; never empty. */
    record Words(String text) implements Piece {}

    /** @param image which one of the request, 0 being the first */
    record Picture(int image) implements Piece {}
}
