package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BenchITCase {

    private static final String TINY = "../models/src/test/golden/internvl25-qwen-tiny";

    @Test
    void every_figure_is_there_with_machine_and_command() throws Exception {
        Typed typed = Typed.command(
                "bench", "--repeats", "1", "--tiles", "2", "--prompt-words", "16", "--answer-tokens", "2", "--quiet");

        assertThat(typed.code()).as(typed.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(typed.out());
        assertThat(report.get("command").asText()).startsWith("pagestream bench --repeats 1");
        assertThat(report.get("machine").get("cores").asInt()).isPositive();
        assertThat(report.get("engine").get("device").asText()).isNotBlank();
        assertThat(report.get("figures"))
                .extracting(figure -> figure.get("name").asText())
                .contains(
                        "vision, page of 1 tile",
                        "vision, page of 2 tiles",
                        "prefill",
                        "decode, batch 1",
                        "decode, batch 8",
                        "decode, batch 16",
                        "all before the model");
        assertThat(report.get("figures"))
                .filteredOn(figure -> figure.get("unit").asText().equals("pages/s"))
                .allSatisfy(figure -> assertThat(figure.get("value").asDouble()).isPositive());
        assertThat(typed.err()).contains("prefill", "tokens/s");
    }

    @Test
    void load_and_shared_prompts_are_measured_too() throws Exception {
        // Not the model inside: it spells, and a guess is in pieces of words.
        Typed typed = Typed.command(
                "bench",
                "engine",
                "--model",
                TINY,
                "--repeats",
                "1",
                "--tiles",
                "1",
                "--answer-tokens",
                "24",
                "--quiet");

        assertThat(typed.code()).as(typed.err()).isZero();
        JsonNode report = new ObjectMapper().readTree(typed.out());
        assertThat(report.get("command").asText()).startsWith("pagestream bench engine --model");
        assertThat(report.get("figures"))
                .extracting(figure -> figure.get("name").asText())
                .contains(
                        "1 in flight",
                        "8 in flight",
                        "32 in flight",
                        "first over others",
                        "masks, invoice, batch 16",
                        "masks, free text, first answer",
                        "guessing, at its best");
        assertThat(report.get("figures"))
                .filteredOn(figure -> !figure.get("name").asText().startsWith("guessing, at its worst, "))
                .allSatisfy(figure -> assertThat(figure.get("value").asDouble()).isPositive());
    }
}
