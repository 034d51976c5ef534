package io.pagestream.operators.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeNameTest {

    @Test
    void aHarmlessIdIsItsOwnName() {
        assertThat(SafeName.of("Rechnung_März-3.pdf")).isEqualTo("Rechnung_März-3.pdf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "..",
                ".",
                "",
                "a/../../b",
                "/etc/passwd",
                "C:\\boot.ini",
                ".hidden",
                "a\u0000b",
                "a\nb"
            })
    void noIdLeavesTheFolder(String id) {
        Path folder = Path.of("/out");

        Path file = folder.resolve(SafeName.of(id) + ".md").normalize();

        assertThat(file.getParent()).isEqualTo(folder);
        assertThat(file.getFileName().toString()).doesNotStartWith(".");
    }

    @Test
    void idsThatLookAlikeHaveDifferentNames() {
        assertThat(SafeName.of("a/b.pdf")).isNotEqualTo(SafeName.of("a b.pdf")).isNotEqualTo(SafeName.of("a_b.pdf"));
    }

    @Test
    void aLongIdHasAShortNameThatEndsLikeIt() {
        String name = SafeName.of("漢".repeat(500) + "end.pdf");

        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThan(120);
        assertThat(name).contains("end.pdf-");
    }
}
