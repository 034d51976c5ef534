package io.pagestream.models.tokenize;

/** Text to ids and back. Immutable, any thread. */
public interface Tokenizer {

    /** Ids of {@code text}; the strings of added tokens become their ids. Begins with {@link #bos} where there is one. */
    int[] encode(String text);

    /** Ids of {@code text} as {@link #encode} gives them, without BOS: for what stands inside of a prompt. */
    int[] encodePlain(String text);

    /** The id that {@link #encode} puts before every text, or -1 when it puts none. */
    int bos();

    /** Text of {@code ids} without special tokens; bytes that are not UTF-8 become U+FFFD. */
    String decode(int... ids);

    /** Text of {@code ids}, special tokens written out. */
    String decodeWithSpecial(int... ids);

    /** A decoder for ids that come one after the other; its text is always what {@link #decode} makes of all of them. */
    TokenStream stream();

    /**
     * The bytes that {@code id} adds to a text, before anything is cleaned or left out at its beginning; the caller does not
     * write into them. Null for special tokens and for ids that stand for nothing.
     */
    byte[] bytes(int id);

    /** The id of the token that is written {@code token}, or -1. */
    int id(String token);

    /** How many ids there are, added tokens included. */
    int size();
}
