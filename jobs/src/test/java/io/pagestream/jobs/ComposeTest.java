package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The command {@code compose} with a model of random weights: what it writes means nothing, but it comes to an end. */
class ComposeTest {

    private static final Path GOLDEN = Path.of(System.getProperty("pagestream.golden"));
    private static final String MODEL = GOLDEN.resolve("ixc25-tiny").toString();
    private static final String PICTURE =
            GOLDEN.resolve("common/images/exact_56.png").toString();

    @Test
    void an_article_with_a_picture_is_written() throws Exception {
        Typed typed = Typed.command(
                "compose", "Write about tea.", PICTURE, "--max-tokens", "40", "--model", MODEL, "--quiet");

        assertThat(typed.code()).as(typed.err()).isZero();
        assertThat(typed.out().lines()).isNotEmpty();
        for (String line : typed.out().lines().toList()) {
            JsonNode section = new ObjectMapper().readTree(line);
            assertThat(section.get("text").asText()).isNotBlank();
            assertThat(section.get("picture").asText()).isIn("null", PICTURE);
        }
    }

    @Test
    void a_model_that_does_not_compose_is_told_before_it_is_loaded() {
        Typed typed = Typed.command("compose", "Write about tea.", "--quiet");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("do not compose articles; take XComposer2 or XComposer-2.5");
    }
}
