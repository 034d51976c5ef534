package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.golden.GoldenCase.Greedy;
import io.pagestream.models.golden.GoldenCase.Picture;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Turns the cases of {@code expected.json}, which differ between the two layouts, into one form. */
final class GoldenCaseReader {

    /** Stands for a vector of an image where the reference has no token; no vocabulary has it. */
    private static final int VECTOR = -1;

    private final GoldenFolder fixture;
    private final JsonNode cases;

    GoldenCaseReader(GoldenFolder fixture) {
        this.fixture = fixture;
        this.cases = fixture.expected().path("cases");
    }

    List<GoldenCase> cases() {
        List<GoldenCase> all = new ArrayList<>();
        for (JsonNode node : cases) {
            String id = node.path("id").asText();
            if (node.has("samples")) {
                for (int i = 0; i < node.path("samples").size(); i++) {
                    all.add(read(id + "." + i, "batch", node.path("samples").get(i), node));
                }
            } else if (node.has("same_prompt_as")) {
                all.add(read(
                        id,
                        node.path("kind").asText(),
                        byId(node.path("same_prompt_as").asText()),
                        node));
            } else {
                all.add(read(id, node.path("kind").asText(), node, node));
            }
        }
        return all;
    }

    /** @param asked the node with the question; {@code noted} is the node with the case's own settings */
    private GoldenCase read(String id, String kind, JsonNode asked, JsonNode noted) {
        JsonNode answered = noted.has("greedy") ? noted : asked;
        boolean sameNode = answered == asked;
        JsonNode rule = noted.has("repetition_penalty") ? noted : asked;
        float penalty = (float) rule.path("repetition_penalty").asDouble(1);
        int[] ids = ids(asked);
        return new GoldenCase(
                fixture.name(),
                id,
                kind,
                turns(asked),
                pictures(asked),
                asked.path("prompt").asText(""),
                ids,
                imageRows(asked, ids),
                adapter(asked),
                asked.path("inputs_embeds").asText(""),
                asked.path("logits").asText(""),
                sameNode ? asked.path("step_logits").asText("") : "",
                strings(asked.path("llm_hidden_states")),
                greedy(answered.path("greedy")),
                penalty,
                asked.has("messages") || asked.has("query") && asked.has("input_ids"),
                stops(noted),
                fixture.expected().path("max_new_tokens").asInt());
    }

    private List<Integer> stops(JsonNode noted) {
        if (noted.has("eos_token_id")) {
            return List.of(noted.path("eos_token_id").asInt());
        }
        JsonNode several = fixture.expected().path("stop_token_ids");
        return several.isArray()
                ? Arrays.stream(ints(several)).boxed().toList()
                : List.of(fixture.expected().path("stop_token_id").asInt());
    }

    /** XComposer's prompts are noted in parts: texts with their ids, and numbers of vectors. */
    private static int[] ids(JsonNode asked) {
        if (asked.has("input_ids")) {
            return ints(asked.path("input_ids"));
        }
        return parts(asked).flatMapToInt(part -> part).toArray();
    }

    private int[] imageRows(JsonNode asked, int[] ids) {
        if (asked.has("segments")) {
            return IntStream.range(0, ids.length)
                    .filter(row -> ids[row] == VECTOR)
                    .toArray();
        }
        JsonNode placeholder = fixture.expected().path("image_token_id");
        return IntStream.range(0, ids.length)
                .filter(row -> placeholder.isInt() && ids[row] == placeholder.asInt())
                .toArray();
    }

    private static Stream<IntStream> parts(JsonNode asked) {
        return StreamSupport.stream(asked.path("segments").spliterator(), false)
                .map(part -> part.has("ids")
                        ? Arrays.stream(ints(part.path("ids")))
                        : IntStream.range(0, part.path("image_tokens").asInt()).map(i -> VECTOR));
    }

    private static String adapter(JsonNode asked) {
        String mode = asked.path("infer_mode").asText("base");
        return mode.equals("base") ? "" : mode;
    }

    private JsonNode byId(String id) {
        return StreamSupport.stream(cases.spliterator(), false)
                .filter(node -> node.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private List<Picture> pictures(JsonNode asked) {
        List<Picture> pictures = new ArrayList<>();
        for (JsonNode image : asked.path("images")) {
            String id = image.path("id").asText();
            int maxTiles = image.path("max_num").asInt();
            pictures.add(
                    image.has("max_num")
                            ? Picture.inARow(id, maxTiles, fixture.tileCount(id, maxTiles))
                            : ofXComposer(image, prepared(asked, image)));
        }
        return pictures;
    }

    /** What the reference noted of a picture after it prepared it; of a video that is in the case itself. */
    private JsonNode prepared(JsonNode asked, JsonNode image) {
        return image.has("transform")
                ? asked.path("composed")
                : StreamSupport.stream(fixture.expected().path("images").spliterator(), false)
                        .filter(known -> known.path("id").equals(image.path("id"))
                                && known.path("hd_num").asInt()
                                        == image.path("hd_num").asInt())
                        .findFirst()
                        .orElseThrow();
    }

    /** The tiles of the prepared picture, and the view of the whole; a picture that is squashed is that one alone. */
    private static Picture ofXComposer(JsonNode image, JsonNode prepared) {
        String id = image.path("id").asText();
        boolean montage = image.has("transform");
        if (!montage && !prepared.has("grid_cols_rows")) {
            return Picture.inARow(id, 1, 1);
        }
        int columns = prepared.path("grid_cols_rows").path(0).asInt();
        int rows = prepared.path("grid_cols_rows").path(1).asInt();
        if (montage) {
            // A row or a column of square tiles.
            int width = prepared.path("transformed_size").path(0).asInt();
            int height = prepared.path("transformed_size").path(1).asInt();
            columns = Math.max(1, width / Math.min(width, height));
            rows = Math.max(1, height / Math.min(width, height));
        }
        return new Picture(id, image.path("hd_num").asInt(1), columns, rows, columns * rows + 1, montage);
    }

    private List<Turn> turns(JsonNode asked) {
        return asked.has("messages")
                ? messages(asked.path("messages"), asked.path("images").size())
                : dialogue(asked);
    }

    /** The original layout: questions with markers inside, and its rule for a question without one. */
    private static List<Turn> dialogue(JsonNode asked) {
        String marker = asked.has("query") ? "<ImageHere>" : "<image>";
        List<Turn> turns = new ArrayList<>();
        if (!asked.path("meta_instruction").asText("").isEmpty()) {
            turns.add(Turn.system(asked.path("meta_instruction").asText()));
        }
        for (JsonNode pair : asked.path("history")) {
            turns.add(Turn.userWithMarkers(pair.get(0).asText(), marker));
            turns.add(Turn.assistant(pair.get(1).asText()));
        }
        String question = asked.path(asked.has("query") ? "query" : "question").asText();
        boolean prepended =
                asked.path("history").isEmpty() && !asked.path("images").isEmpty() && !question.contains(marker);
        turns.add(prepended ? Turn.userWithImage(question) : Turn.userWithMarkers(question, marker));
        return turns;
    }

    /** The {@code -hf} layout: an image is followed by a line break, a video is a line for each frame. */
    private static List<Turn> messages(JsonNode messages, int images) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            Turn.Role role = Turn.Role.valueOf(message.path("role").asText().toUpperCase(java.util.Locale.ROOT));
            List<Turn.Part> parts = new ArrayList<>();
            if (message.path("content").isTextual()) {
                parts.add(new Turn.Text(message.path("content").asText()));
            }
            for (JsonNode item : message.path("content")) {
                switch (item.path("type").asText()) {
                    case "image" -> parts.addAll(List.of(new Turn.Image(), new Turn.Text("\n")));
                    case "video" -> parts.addAll(frames(images));
                    default -> parts.add(new Turn.Text(item.path("text").asText()));
                }
            }
            turns.add(new Turn(role, parts));
        }
        return turns;
    }

    private static List<Turn.Part> frames(int count) {
        List<Turn.Part> parts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            parts.addAll(List.of(new Turn.Text("Frame" + i + ": "), new Turn.Image(), new Turn.Text("\n")));
        }
        return parts;
    }

    private static Greedy greedy(JsonNode node) {
        return new Greedy(
                ints(node.path("ids")),
                node.path("text").asText(),
                node.path("text_with_special").asText(),
                node.path("response").asText(""),
                node.path("stopped_at_eos").asBoolean());
    }

    static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }

    private static List<String> strings(JsonNode array) {
        List<String> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asText()));
        return values;
    }
}
