package io.pagestream.engine;

import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.language.Decoder;
import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.ImageSpan;
import io.pagestream.models.prompt.Prompt;
import io.pagestream.models.prompt.PromptTooLongException;
import io.pagestream.models.prompt.Turn;
import io.pagestream.models.tokenize.TokenStream;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.vision.VisionEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model of words only: one token for each character, four placeholders for each tile of 8 pixels. */
final class FakeModel implements LoadedModel, Tokenizer {

    static final int TILE_SIDE = 8;
    static final int TOKENS_PER_TILE = 4;
    static final int CONTEXT = 200;
    static final int STOP = '.';

    @Override
    public ModelConfig config() {
        return new ModelConfig(
                "fake",
                "original",
                VisionConfig.internVit(TILE_SIDE, 2, 8, 1, 8, 1, new Tiling.Dynamic(1, 6, true)),
                new LanguageConfig("fake", 1, 8, 1, 1, 8, 8, 128, 1e-6f, Rotary.plain(1e4), CONTEXT, false, false),
                "fake",
                List.of(STOP),
                OptionalInt.empty());
    }

    @Override
    public Tokenizer tokenizer() {
        return this;
    }

    @Override
    public Prompt prompt(List<Turn> turns, List<ImageShape> shapes) {
        List<Integer> tokens = new ArrayList<>();
        List<ImageSpan> images = new ArrayList<>();
        for (Turn.Part part :
                turns.stream().flatMap(turn -> turn.parts().stream()).toList()) {
            if (part instanceof Turn.Text text) {
                if (text.text().contains("#")) {
                    throw new PromptTooLongException(9, 8);
                }
                if (text.text().contains("!")) {
                    throw new IllegalArgumentException("this template has no exclamation marks");
                }
                text.text().chars().forEach(tokens::add);
            } else {
                int count = shapes.get(images.size()).views() * TOKENS_PER_TILE;
                images.add(new ImageSpan(
                        tokens.size(), images.size(), IntStream.range(0, count).toArray()));
                IntStream.range(0, count).forEach(i -> tokens.add(0));
            }
        }
        return new Prompt(tokens.stream().mapToInt(Integer::intValue).toArray(), images);
    }

    @Override
    public VisionEncoder vision() {
        return (pixels, scratch) -> {
            throw new UnsupportedOperationException("a fake has no eyes");
        };
    }

    @Override
    public Decoder language() {
        throw new UnsupportedOperationException("the fake runner speaks for it");
    }

    @Override
    public int[] encode(String text) {
        return text.chars().toArray();
    }

    @Override
    public int[] encodePlain(String text) {
        return encode(text);
    }

    @Override
    public int bos() {
        return -1;
    }

    @Override
    public TokenStream stream() {
        return new TokenStream() {

            private final StringBuilder text = new StringBuilder();

            @Override
            public void append(int id) {
                text.append(decode(id));
            }

            @Override
            public String text() {
                return text.toString();
            }

            @Override
            protected String settledFrom(int start) {
                return text.substring(start);
            }
        };
    }

    @Override
    public String decode(int... ids) {
        return IntStream.of(ids).mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Override
    public String decodeWithSpecial(int... ids) {
        return decode(ids) + "<end>";
    }

    @Override
    public byte[] bytes(int id) {
        return id == STOP ? null : new byte[] {(byte) id};
    }

    @Override
    public int id(String token) {
        return token.charAt(0);
    }

    @Override
    public int size() {
        return 128;
    }

    @Override
    public void close() {}
}
