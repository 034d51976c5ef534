package io.pagestream.jobs.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResultLinesTest {

    private static ResultLines lines(String text) {
        return new ResultLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 5);
    }

    @Test
    void a_line_that_is_too_long_is_passed_over_and_the_next_one_is_read() throws Exception {
        try (ResultLines lines = lines("12345\n123456\r\n\nlast")) {
            assertThat(lines.next()).isEqualTo("12345");
            assertThatThrownBy(lines::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at most 5 bytes, found a line of 7");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("last");
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void line_breaks_of_windows_are_no_part_of_a_line() throws Exception {
        try (ResultLines lines = lines("a\r\nb\n")) {
            assertThat(lines.next()).isEqualTo("a");
            assertThat(lines.next()).isEqualTo("b");
            assertThat(lines.next()).isNull();
        }
    }
}
