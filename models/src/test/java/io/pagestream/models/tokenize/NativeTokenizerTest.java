package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.cache.CacheFolder;
import io.pagestream.models.golden.GoldenFixture;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NativeTokenizerTest {

    private final Tokenizer tokenizer = Tokenizers.read(GoldenFixture.root().resolve("common/tokenizers/qwen2"));

    @Test
    void theLibraryNeitherReportsItsUseNorAsksTheNet() {
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(ai.djl.util.Utils.isOfflineMode()).isTrue();
    }

    @Test
    void theLibraryIsUnpackedIntoThePrivateFolder() {
        assertThat(ai.djl.util.Utils.getEngineCacheDir()).isEqualTo(CacheFolder.of("native"));
    }

    @Test
    void aLongTextIsNotCut() {
        String text = "word, ".repeat(20_000);

        int[] ids = tokenizer.encode(text);

        assertThat(ids.length).isGreaterThan(40_000);
        assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }

    @Test
    void charactersThatNativeCodeStumblesOverAreKept() {
        String text = "a\u0000b \uD83D\uDE00 \u2028 \uFEFF end";

        assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }

    @Test
    void halfASurrogatePairBecomesAReplacement() {
        assertThat(tokenizer.decode(tokenizer.encode("a\uD83Db\uDE00"))).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void idsBeyondTheVocabularyStandForNothing() {
        int id = tokenizer.encode("a")[0];

        assertThat(tokenizer.decode(-1, id, 5000, Integer.MAX_VALUE)).isEqualTo("a");
    }

    @Test
    void manyThreadsMayAskAtOnce() throws Exception {
        List<String> texts = IntStream.range(0, 64)
                .mapToObj(i -> "Text " + i + " of many, 你好 ".repeat(i + 1))
                .toList();
        List<int[]> expected = texts.stream().map(tokenizer::encode).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<int[]>> tasks = texts.stream()
                    .<Callable<int[]>>map(text -> () -> tokenizer.encode(text))
                    .toList();
            List<Future<int[]>> answers = threads.invokeAll(tasks);
            for (int i = 0; i < answers.size(); i++) {
                assertThat(Arrays.equals(answers.get(i).get(), expected.get(i))).isTrue();
            }
        } finally {
            threads.shutdown();
        }
    }
}
