package io.pagestream.engine;

import io.pagestream.models.tokenize.TokenStream;
import io.pagestream.models.tokenize.Tokenizer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The text of an answer, cut where its tokens end: so it can be told how sure the model was of which word. Any thread. */
final class AnswerPieces {

    private AnswerPieces() {}

    /**
     * As the tokenizer decodes them. Together the pieces are what it makes of all tokens.
     *
     * @param tokens ids, without the one that ended the answer
     * @return a piece for each token: what it completed, empty for one that only begins a character
     */
    static List<String> decoded(Tokenizer tokenizer, int... tokens) {
        TokenStream stream = tokenizer.stream();
        List<String> pieces = new ArrayList<>(tokens.length);
        for (int token : tokens) {
            stream.append(token);
            pieces.add(stream.take());
        }
        addToLast(pieces, stream.finish());
        return pieces;
    }

    /** Byte for byte, for an answer of a form: tokenizers clean what they decode, of spaces before punctuation for example. */
    static List<String> verbatim(Tokenizer tokenizer, int... tokens) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        List<String> pieces = new ArrayList<>(tokens.length);
        ByteBuffer half = ByteBuffer.allocate(0);
        for (int token : tokens) {
            byte[] word = tokenizer.bytes(token);
            ByteBuffer in = joined(half, word == null ? new byte[0] : word);
            CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
            utf8.decode(in, out, false);
            pieces.add(out.flip().toString());
            half = in;
        }
        addToLast(pieces, StandardCharsets.UTF_8.decode(half).toString());
        return pieces;
    }

    private static ByteBuffer joined(ByteBuffer half, byte... word) {
        return ByteBuffer.allocate(half.remaining() + word.length)
                .put(half)
                .put(word)
                .flip();
    }

    private static void addToLast(List<String> pieces, String rest) {
        if (!rest.isEmpty()) {
            int last = pieces.size() - 1;
            pieces.set(last, pieces.get(last) + rest);
        }
    }
}
