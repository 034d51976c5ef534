package io.pagestream.models.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.config.PromptConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.tokenize.Tokenizer;
import io.pagestream.models.tokenize.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** One prompt of the reference, of any family, as {@code expected.json} has it. */
record GoldenPrompt(String fixture, String id, JsonNode asked) {

    static final List<String> INTERNVL = List.of(
            "internvl25-qwen-tiny",
            "internvl25-qwen-tied-tiny",
            "internvl-hf-tiny",
            "internvl15-tiny",
            "internvl15-v1-tiny",
            "internvl25-internlm-tiny",
            "internvl2-llama-tiny",
            "mini-internvl-phi3-tiny");

    static final List<String> XCOMPOSER = List.of("ixc2-tiny", "ixc2-4khd-tiny", "ixc25-tiny");

    /** All that are asked in a fixture; a case that repeats another's prompt is left out. */
    static List<GoldenPrompt> of(String fixture) {
        List<GoldenPrompt> all = new ArrayList<>();
        for (JsonNode node : GoldenFixture.json(folder(fixture).resolve("golden/expected.json"))
                .path("cases")) {
            String id = node.path("id").asText();
            for (int i = 0; i < node.path("samples").size(); i++) {
                all.add(new GoldenPrompt(
                        fixture, id + "." + i, node.path("samples").get(i)));
            }
            if (!node.has("samples") && !node.has("same_prompt_as")) {
                all.add(new GoldenPrompt(fixture, id, node));
            }
        }
        return all;
    }

    static Path folder(String fixture) {
        return GoldenFixture.root().resolve(fixture);
    }

    /** The three XComposer fixtures have one tokenizer, which lies with the others. */
    static Tokenizer tokenizer(String fixture) {
        return Tokenizers.read(
                XCOMPOSER.contains(fixture)
                        ? GoldenFixture.root().resolve("common/tokenizers/internlm2-ixc")
                        : folder(fixture));
    }

    /** The template that the files of a fixture ask for; XComposer has it by the kind of its images. */
    static PromptTemplate template(String fixture) {
        Path file = folder(fixture).resolve("config.json");
        if (XCOMPOSER.contains(fixture)) {
            return PromptTemplate.named(
                    fixture.startsWith("ixc25")
                            ? "xcomposer2d5"
                            : fixture.contains("4khd") ? "xcomposer2-4khd" : "xcomposer2");
        }
        JsonNode config = GoldenFixture.json(file);
        PromptConfig prompted = PromptConfig.read(config, file.toString());
        return ReleaseTemplates.of(config.path("template").asText("internvl_hf"), fixture, prompted.systemMessage());
    }

    String prompt() {
        return asked.path("prompt").asText();
    }

    int[] inputIds() {
        return ints(asked.path("input_ids"));
    }

    static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** The dialogue of an original checkpoint: markers where images stand, or none at all. */
    List<Turn> turns(String marker) {
        List<Turn> turns = new ArrayList<>();
        if (!asked.path("meta_instruction").asText("").isEmpty()) {
            turns.add(Turn.system(asked.path("meta_instruction").asText()));
        }
        for (JsonNode pair : asked.path("history")) {
            turns.add(Turn.userWithMarkers(pair.get(0).asText(), marker));
            turns.add(Turn.assistant(pair.get(1).asText()));
        }
        String question = asked.path(asked.has("query") ? "query" : "question").asText();
        boolean unplaced = turns.stream().allMatch(turn -> turn.images() == 0)
                && !asked.path("images").isEmpty()
                && !question.contains(marker);
        turns.add(unplaced ? Turn.userWithImage(question) : Turn.userWithMarkers(question, marker));
        return turns;
    }

    @Override
    public String toString() {
        return fixture + " / " + id;
    }
}
