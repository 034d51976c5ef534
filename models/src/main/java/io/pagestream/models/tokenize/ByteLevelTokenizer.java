package io.pagestream.models.tokenize;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A byte-level BPE tokenizer: text to ids by the Hugging Face library, ids to text over the bytes of the vocabulary, so
 * that half a character at the end of a stream looks as it does in the reference.
 */
final class ByteLevelTokenizer implements Tokenizer {

    /** The ids of a vocabulary may have gaps, but not a gap of any size. */
    private static final int MOST_IDS = 4_000_000;

    private static final byte[] NOTHING = {};

    private final NativeTokenizer encoder;
    private final Map<String, Integer> ids = new HashMap<>();
    private final byte[][] bytes;
    private final BitSet special = new BitSet();
    private final int bos;
    private final boolean cleansSpaces;

    /**
     * @param definition in the form of {@code tokenizer.json}
     * @param cleansSpaces whether decoded text loses spaces before punctuation, see {@link CleanedStream}
     */
    ByteLevelTokenizer(JsonNode definition, boolean cleansSpaces) {
        this.cleansSpaces = cleansSpaces;
        Map<Integer, byte[]> bytesOfId = new HashMap<>();
        definition.path("model").path("vocab").properties().forEach(entry -> {
            bytesOfId.put(entry.getValue().asInt(-1), ByteAlphabet.bytes(entry.getKey()));
            ids.put(entry.getKey(), entry.getValue().asInt());
        });
        for (JsonNode token : definition.path("added_tokens")) {
            int id = token.path("id").asInt(-1);
            String content = token.path("content").asText();
            bytesOfId.put(id, content.getBytes(StandardCharsets.UTF_8));
            ids.put(content, id);
            if (id >= 0) {
                special.set(id, token.path("special").asBoolean());
            }
        }
        int least =
                bytesOfId.keySet().stream().mapToInt(Integer::intValue).min().orElse(-1);
        int most = bytesOfId.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        if (least < 0 || most >= MOST_IDS) {
            throw new IllegalArgumentException("the ids of the tokenizer go from " + least + " to " + most
                    + ", but must lie from 0 to " + MOST_IDS + "; fetch the tokenizer files again");
        }
        this.bytes = new byte[most + 1][];
        for (int id = 0; id <= most; id++) {
            bytes[id] = bytesOfId.getOrDefault(id, NOTHING);
        }
        this.encoder = new NativeTokenizer(definition);
        int[] around = encoder.encode("");
        this.bos = around.length == 0 ? -1 : around[0];
    }

    @Override
    public int[] encode(String text) {
        return encoder.encode(InputText.of(text));
    }

    @Override
    public int[] encodePlain(String text) {
        return encoder.encodePlain(InputText.of(text));
    }

    @Override
    public int bos() {
        return bos;
    }

    @Override
    public String decode(int... tokens) {
        return text(tokens, false);
    }

    @Override
    public String decodeWithSpecial(int... tokens) {
        return text(tokens, true);
    }

    private String text(int[] tokens, boolean withSpecial) {
        TokenStream stream = stream(withSpecial);
        for (int id : tokens) {
            stream.append(id);
        }
        return stream.text();
    }

    @Override
    public TokenStream stream() {
        return stream(false);
    }

    private TokenStream stream(boolean withSpecial) {
        TokenStream stream = new Bytes(withSpecial);
        return cleansSpaces ? new CleanedStream(stream) : stream;
    }

    /** The bytes of the tokens, one after the other. */
    private final class Bytes extends TokenStream {

        private final boolean withSpecial;
        private final Utf8 text = Utf8.markingPieces();

        Bytes(boolean withSpecial) {
            this.withSpecial = withSpecial;
        }

        @Override
        public void append(int id) {
            // A model may have more rows than its tokenizer has ids: such a row stands for nothing.
            boolean known = id >= 0 && id < bytes.length;
            if (known && (withSpecial || !special.get(id))) {
                text.append(bytes[id]);
            }
        }

        @Override
        public String text() {
            return text.text();
        }

        @Override
        protected String settledFrom(int start) {
            return text.finishedFrom(start);
        }
    }

    @Override
    public byte[] bytes(int id) {
        boolean words = id >= 0 && id < bytes.length && !special.get(id) && bytes[id].length > 0;
        return words ? bytes[id] : null;
    }

    @Override
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    @Override
    public int size() {
        return bytes.length;
    }
}
