package io.pagestream.gpu.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelSourceTest {

    @Test
    void headersStandInTheirPlacesOnceEach() {
        String text = KernelSource.of("attend_paged").text();

        assertThat(text).doesNotContain("#include", "#pragma once").contains("attend_short_64");
        assertThat(text.split("struct bf16 \\{", -1)).hasSize(2);
        assertThat(text.indexOf("struct bf16 {")).isLessThan(text.indexOf("struct PagedKeys"));
    }

    @Test
    void noSourceNeedsAHeaderOfTheToolkit() throws IOException {
        for (Path file : sources()) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContain("#include <");
        }
    }

    static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/cuda"))) {
            List<Path> sources = files.filter(file -> file.toString().endsWith(".cu"))
                    .sorted()
                    .toList();
            assertThat(sources).hasSizeGreaterThan(10);
            return sources;
        }
    }
}
