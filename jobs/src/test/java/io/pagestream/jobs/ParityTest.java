package io.pagestream.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code parity} on the golden data of the project, whole and broken. */
class ParityTest {

    private static final Path GOLDEN = Path.of(System.getProperty("pagestream.golden"));
    private static final String SMALL = "internvl25-qwen-tied-tiny";

    @TempDir
    Path folder;

    @Test
    void every_case_of_every_folder_holds() throws IOException {
        Typed typed = Typed.command("parity", GOLDEN.toString(), "--json");

        JsonNode report = new ObjectMapper().readTree(typed.out());
        assertThat(report.path("differs").asInt()).as(typed.out()).isZero();
        assertThat(report.path("notRun").asInt()).as(typed.out()).isZero();
        assertThat(report.path("cases").findValuesAsText("folder").stream().distinct())
                .hasSize(11);
        assertThat(report.path("holds").asInt()).isEqualTo(report.path("cases").size());
        assertThat(typed.code()).isZero();
        // What is known to be different is said, and nothing else is.
        assertThat(Stream.iterate(0, i -> i < report.path("cases").size(), i -> i + 1)
                        .map(report.path("cases")::get)
                        .filter(each -> !each.path("note").asText().isEmpty())
                        .map(each -> each.path("folder").asText() + "/"
                                + each.path("case").asText()))
                .contains("ixc25-tiny/text_only", "ixc2-tiny/text_only", "ixc2-4khd-tiny/single_image")
                .allMatch(name -> name.startsWith("ixc2-4khd-tiny/") || name.contains("/text_only"));
    }

    @ParameterizedTest
    @CsvSource({
        "vision_model.encoder.layers.1.mlp.fc1.bias, vision, encoder hidden.2",
        "mlp1.1.weight, vision, projector",
        "language_model.model.layers.1.self_attn.q_proj.bias, text_only, decoder hidden.2",
        "language_model.model.norm.weight, text_only, decoder normed"
    })
    void one_changed_weight_is_found_and_its_stage_is_named(String tensor, String name, String stage)
            throws IOException {
        Path broken = copy();
        spoil(broken.resolve("model.safetensors"), tensor);

        Typed typed = Typed.command("parity", broken.toString(), "--case", name);

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out())
                .contains("DIFFERS", stage + " row ", "expected", "0 hold, 1 differ, 0 could not be run");
    }

    @Test
    void an_answer_that_says_something_else_is_found_and_named() throws IOException {
        Path broken = copy();
        Path expected = broken.resolve("golden/expected.json");
        ObjectNode golden = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(expected));
        ArrayNode ids = (ArrayNode) golden.at("/cases/0/greedy/ids");
        int noted = ids.get(9).asInt();
        ids.set(9, noted + 1);
        ((ObjectNode) golden.at("/cases/1/greedy")).put("text", "something else");
        ((ArrayNode) golden.at("/cases/2/input_ids")).remove(0);
        Files.write(expected, new ObjectMapper().writeValueAsBytes(golden));

        Typed typed = Typed.command("parity", broken.toString(), "--json");

        JsonNode report = new ObjectMapper().readTree(typed.out());
        assertThat(typed.code()).isEqualTo(4);
        assertThat(report.path("differs").asInt()).as(typed.out()).isEqualTo(3);
        assertThat(first(report, "text_only").path("what").asText()).isEqualTo("greedy ids");
        assertThat(first(report, "text_only").path("where").asText()).isEqualTo("at 9");
        assertThat(first(report, "text_only").path("expected").asText()).isEqualTo("" + (noted + 1));
        assertThat(first(report, "text_only").path("found").asText()).isEqualTo("" + noted);
        assertThat(first(report, "eos_stop").isMissingNode()).isTrue();
        assertThat(first(report, "single_tile").path("what").asText()).isEqualTo("text");
        assertThat(first(report, "single_tile").path("where").asText()).isEqualTo("at character 0");
        assertThat(first(report, "image_prepended").path("what").asText()).isEqualTo("prompt ids");
    }

    private static JsonNode first(JsonNode report, String name) {
        for (JsonNode each : report.path("cases")) {
            if (each.path("case").asText().equals(name)) {
                return each.path("first");
            }
        }
        throw new AssertionError("no case " + name);
    }

    @Test
    void a_missing_golden_file_is_no_pass_and_the_rest_is_run() throws IOException {
        Path broken = copy();
        Files.delete(broken.resolve("golden/tiles.safetensors.gz"));

        Typed typed = Typed.command("parity", broken.toString(), "--case", "pictures", "--case", "text_only");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out())
                .containsPattern("pictures +NOT RUN +\\(there is no .*tiles.safetensors.gz")
                .containsPattern("text_only +holds")
                .contains("1 hold, 0 differ, 1 could not be run");
    }

    @Test
    void a_checkpoint_without_golden_data_and_one_without_weights_are_no_pass() throws IOException {
        Path broken = copy();
        Files.delete(broken.resolve("golden/expected.json"));
        Path empty = folder.resolve("empty");
        Files.createDirectories(empty);
        Files.copy(GOLDEN.resolve(SMALL).resolve("config.json"), empty.resolve("config.json"));
        Path unweighted = folder.resolve("unweighted");
        copy(unweighted);
        Files.delete(unweighted.resolve("model.safetensors"));

        Typed typed = Typed.command("parity", folder.toString());

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out())
                .containsPattern("copy +model +NOT RUN +\\(there is no .*expected.json")
                .containsPattern("empty +model +NOT RUN +\\(there is no .*expected.json")
                .containsPattern("unweighted +model +NOT RUN +\\(.*weights")
                .contains("0 hold, 0 differ, 3 could not be run");
    }

    @Test
    void a_picture_that_is_not_there_is_no_pass() throws IOException {
        Path alone = folder.resolve("deep/copy");
        copy(alone);

        Typed typed = Typed.command("parity", alone.toString(), "--case", "single_tile");

        assertThat(typed.code()).isEqualTo(4);
        assertThat(typed.out()).containsPattern("single_tile +NOT RUN +\\(the picture page_.*is not there");
    }

    @Test
    void a_case_that_nobody_knows_is_a_usage_error_that_names_those_there_are() {
        Typed typed = Typed.command("parity", GOLDEN.resolve(SMALL).toString(), "--case", "nonsense");

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).contains("no case nonsense", "vision", "text_only");
    }

    @Test
    void a_folder_with_nothing_in_it_is_a_usage_error() {
        assertThat(Typed.command("parity", folder.toString()).err()).contains("holds no checkpoint with golden/");
        assertThat(Typed.command("parity", folder.resolve("none").toString()).code())
                .isEqualTo(2);
    }

    @Test
    void the_plan_of_a_model_is_said_before_it_is_loaded() throws IOException {
        String model = GOLDEN.resolve(SMALL).toString();
        Typed table = Typed.command("plan", "--model", model, "--device", "cpu:f32");
        Typed typed = Typed.command("plan", "--model", model, "--device", "cpu:f32", "--json");

        JsonNode plan = new ObjectMapper().readTree(typed.out());
        assertThat(typed.code()).isZero();
        // The embedding table is also the output matrix, and lies there twice.
        long stored = Files.size(GOLDEN.resolve(SMALL).resolve("model.safetensors"));
        assertThat(plan.path("weightBytes").asLong()).isBetween(stored, stored * 3 / 2);
        assertThat(plan.path("fits").asBoolean()).isTrue();
        assertThat(plan.path("allBytes").asLong())
                .isEqualTo(plan.path("weightBytes").asLong()
                        + plan.path("cacheBytes").asLong()
                        + plan.path("encodedTileBytes").asLong()
                                * plan.path("encodedTiles").asLong()
                        + Math.max(
                                plan.path("encoderStepBytes").asLong(),
                                plan.path("decoderStepBytes").asLong()));
        assertThat(table.out()).contains("weights", "cache", "one step", "it fits");
    }

    private Path copy() throws IOException {
        Path copy = folder.resolve("copy");
        copy(copy);
        copyFiles(GOLDEN.resolve("common/images"), folder.resolve("common/images"));
        return copy;
    }

    private static void copy(Path to) throws IOException {
        copyFiles(GOLDEN.resolve(SMALL), to);
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** Adds one to the first number of an F32 tensor. */
    private static void spoil(Path file, String tensor) throws IOException {
        try (RandomAccessFile weights = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] length = new byte[8];
            weights.readFully(length);
            int headerBytes =
                    (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            byte[] header = new byte[headerBytes];
            weights.readFully(header);
            JsonNode entry = new ObjectMapper()
                    .readTree(new String(header, StandardCharsets.UTF_8))
                    .path(tensor);
            assertThat(entry.path("dtype").asText()).as(tensor).isEqualTo("F32");
            weights.seek(8L + headerBytes + entry.path("data_offsets").path(0).asLong());
            byte[] number = new byte[4];
            weights.readFully(number);
            ByteBuffer value = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN);
            value.putFloat(0, value.getFloat(0) + 1);
            weights.seek(weights.getFilePointer() - 4);
            weights.write(number);
        }
    }
}
