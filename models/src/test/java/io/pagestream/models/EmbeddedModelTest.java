package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.models.cache.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedModelTest {

    @TempDir
    Path cache;

    private String before;

    @BeforeEach
    void useAnEmptyCache() {
        before = System.getProperty(CacheFolder.PROPERTY);
        System.setProperty(CacheFolder.PROPERTY, cache.resolve("pagestream").toString());
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(CacheFolder.PROPERTY);
        } else {
            System.setProperty(CacheFolder.PROPERTY, before);
        }
    }

    @Test
    void aSecondStartUsesTheCopyOfTheFirst() throws IOException {
        Path first = EmbeddedModel.unpack();
        var written = Files.getLastModifiedTime(first.resolve("model.safetensors"));

        Path second = EmbeddedModel.unpack();

        assertThat(second).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(second.resolve("model.safetensors")))
                .isEqualTo(written);
    }

    @Test
    void aDamagedCopyIsReplaced() throws IOException {
        Path folder = EmbeddedModel.unpack();
        Files.writeString(folder.resolve("model.safetensors"), "cut");

        EmbeddedModel.unpack();

        assertThat(Files.size(folder.resolve("model.safetensors"))).isGreaterThan(100_000);
    }

    @Test
    void manyMayStartAtOnceAndNothingIsLeftLying() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Path> start = EmbeddedModel::unpack;
            for (Future<Path> folder :
                    threads.invokeAll(List.of(start, start, start, start, start, start, start, start))) {
                assertThat(folder.get().resolve("model.safetensors")).isRegularFile();
            }
        } finally {
            threads.shutdown();
        }
        try (Stream<Path> entries = Files.list(cache.resolve("pagestream/models"))) {
            assertThat(entries).hasSize(1);
        }
    }
}
