package io.pagestream.engine.grammar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.models.golden.GoldenFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;

/** Vocabularies for tests. */
final class Vocabularies {

    private Vocabularies() {}

    record Fixed(byte[][] tokens, int... stopIds) implements TokenBytes {

        @Override
        public int size() {
            return tokens.length;
        }

        @Override
        public byte[] bytes(int id) {
            return tokens[id];
        }
    }

    /** The byte-level vocabulary of the golden checkpoint: 900 tokens, then special ones. */
    static TokenBytes tinyQwen() {
        Path file = GoldenFixture.root().resolve("internvl25-qwen-tiny/vocab.json");
        try {
            JsonNode vocab = new ObjectMapper().readTree(file.toFile());
            byte[][] tokens = new byte[931][];
            vocab.properties().forEach(entry -> tokens[entry.getValue().asInt()] = ofByteLetters(entry.getKey()));
            return new Fixed(tokens, 900, 902);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As GPT-2 writes bytes: visible Latin-1 characters as they are, the others from U+0100. */
    private static byte[] ofByteLetters(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        token.chars().forEach(letter -> {
            int moved = 0x100;
            int value = 0;
            for (; value < 256; value++) {
                boolean visible = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
                if (letter == (visible ? value : moved++)) {
                    break;
                }
            }
            bytes.write(value);
        });
        return bytes.toByteArray();
    }

    /** All single bytes, then texts of random letters, JSON signs, spaces and halves of characters; then a stop token. */
    static TokenBytes random(long seed, int size) {
        Random random = new Random(seed);
        Set<String> texts = new LinkedHashSet<>();
        for (int value = 0; value < 256; value++) {
            texts.add(String.valueOf((char) value));
        }
        String[] signs = {
            "\"", "\":", "\": ", "\",", "\", \"", "{\"", "}", "},", "[", "]", "],", "]}", ",", ", ", ":", "{}"
        };
        byte[] letters = "etaoinsrhldcumfpgwybvkxjqzäé日本語😀0123456789 -.,ETA".getBytes(StandardCharsets.UTF_8);
        while (texts.size() < size - 1) {
            StringBuilder text = new StringBuilder();
            if (random.nextInt(12) == 0) {
                text.append(signs[random.nextInt(signs.length)]);
            }
            int length = random.nextInt(1 + random.nextInt(12));
            int from = random.nextInt(letters.length);
            for (int i = 0; i < length; i++) {
                // Letters in a row now and then, so that whole and broken characters come up.
                from = random.nextInt(3) == 0 ? (from + 1) % letters.length : random.nextInt(letters.length);
                text.append((char) (letters[from] & 255));
            }
            if (random.nextInt(8) == 0) {
                text.append(signs[random.nextInt(signs.length)]);
            }
            if (text.length() > 0) {
                texts.add(text.toString());
            }
        }
        byte[][] tokens = new byte[size][];
        int id = 0;
        for (String text : texts) {
            tokens[id++] = text.getBytes(StandardCharsets.ISO_8859_1);
        }
        return new Fixed(tokens, size - 1);
    }

    static TokenBytes of(String... tokens) {
        byte[][] bytes = Arrays.stream(tokens)
                .map(token -> token.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        byte[][] all = Arrays.copyOf(bytes, bytes.length + 1);
        return new Fixed(all, bytes.length);
    }

    static boolean has(int[] words, int id) {
        return (words[id >> 5] >> id & 1) != 0;
    }
}
