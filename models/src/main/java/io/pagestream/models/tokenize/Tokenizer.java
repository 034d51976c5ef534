package io.pagestream.models.tokenize;

/** Text to ids and back. Immutable, any thread. */
public interface Tokenizer {

    /** Ids of {@code text}; the strings of added tokens become their ids. Adds a BOS only where the family has one. */
    int[] encode(String text);

    /** Text of {@code ids} without special tokens; bytes that are not UTF-8 become U+FFFD. */
    String decode(int... ids);

    /** Text of {@code ids}, special tokens written out. */
    String decodeWithSpecial(int... ids);

    /** The id of the token that is written {@code token}, or -1. */
    int id(String token);

    /** How many ids there are, added tokens included. */
    int size();
}
