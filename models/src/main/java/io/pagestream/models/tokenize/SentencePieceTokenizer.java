package io.pagestream.models.tokenize;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A SentencePiece model with added tokens around it, behaving as the slow tokenizer classes of the reference do: those
 * are what the models' own code asks for ({@code use_fast=False}), and their fast twins differ in places.
 */
final class SentencePieceTokenizer implements Tokenizer {

    private final SlowRules rules;
    private final Vocabulary vocabulary;
    private final AddedTokenSplitter splitter;
    private final PieceEncoder encoder;
    private final int bos;
    private final int space;
    private final String unknown;
    private final int unknownPieces;
    private final boolean cleansSpaces;

    SentencePieceTokenizer(TokenizerFolder folder) {
        this.rules = SlowRules.of(folder);
        SentencePieceFile file = file(folder);
        AddedTokens added = AddedTokens.read(folder, file.ids());
        this.vocabulary = new Vocabulary(file, added);
        this.splitter = new AddedTokenSplitter(added);
        this.encoder = new PieceEncoder(file, file.addDummyPrefix() && !rules.oneSpace());
        this.bos = rules.bos() ? added.role("bos_token", folder) : -1;
        this.space = vocabulary.id(PieceText.SPACE);
        this.unknown = rules.oneSpace() ? vocabulary.text(added.role("unk_token", folder)) : "";
        this.unknownPieces = encoder.encode(unknown).length;
        this.cleansSpaces = folder.config().path("clean_up_tokenization_spaces").asBoolean(false);
    }

    private static SentencePieceFile file(TokenizerFolder folder) {
        byte[] bytes = folder.bytes("tokenizer.model");
        try {
            return SentencePieceFile.read(bytes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    folder.path().resolve("tokenizer.model") + " cannot be used: " + e.getMessage()
                            + "; fetch the file again, or take a model with another tokenizer",
                    e);
        }
    }

    @Override
    public int[] encode(String text) {
        int[] plain = encodePlain(text);
        return bos < 0
                ? plain
                : IntStream.concat(IntStream.of(bos), Arrays.stream(plain)).toArray();
    }

    @Override
    public int[] encodePlain(String text) {
        String whole = InputText.of(text);
        if (!rules.oneSpace() || whole.isEmpty()) {
            return parts(whole);
        }
        String spaced = whole.replace(PieceText.SPACE, " ");
        int[] ids = parts(rules.prefixSpace() ? PieceText.SPACE + spaced : spaced);
        boolean loneSpace = ids.length > 1 && ids[0] == space && vocabulary.isSpecial(ids[1]);
        return loneSpace ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
    }

    private int[] parts(String text) {
        return splitter.split(text).stream()
                .flatMapToInt(part ->
                        part.token() != null ? IntStream.of(part.token().id()) : Arrays.stream(pieces(part.text())))
                .toArray();
    }

    /** LlamaTokenizer writes the unknown token before a space and takes its pieces away again. */
    private int[] pieces(String text) {
        boolean guarded = rules.oneSpace() && (text.startsWith(PieceText.SPACE) || text.startsWith(" "));
        if (!guarded) {
            return encoder.encode(text);
        }
        int[] ids = encoder.encode(unknown + text);
        return ids.length < unknownPieces ? ids : Arrays.copyOfRange(ids, unknownPieces, ids.length);
    }

    @Override
    public int bos() {
        return bos;
    }

    @Override
    public String decode(int... ids) {
        return text(stream(false), ids);
    }

    @Override
    public String decodeWithSpecial(int... ids) {
        return text(stream(true), ids);
    }

    private static String text(TokenStream stream, int... ids) {
        for (int id : ids) {
            stream.append(id);
        }
        return stream.text();
    }

    @Override
    public TokenStream stream() {
        return stream(false);
    }

    private TokenStream stream(boolean withSpecial) {
        TokenStream stream = new SentencePieceStream(rules, vocabulary, withSpecial);
        return cleansSpaces ? new CleanedStream(stream) : stream;
    }

    @Override
    public byte[] bytes(int id) {
        return vocabulary.bytes(id);
    }

    @Override
    public int id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public int size() {
        return vocabulary.size();
    }
}
