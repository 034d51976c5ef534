package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.models.config.LanguageConfig;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.config.Rotary;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from a folder, and the one sentence for each whose configuration or tokenizer cannot be read. */
class ModelFolderTest extends ModelFolderCase {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theOriginalLayoutIsRead() {
        ModelConfig config = ModelFolder.of(fixture("internvl25-qwen-tiny")).config();

        assertThat(config.name()).isEqualTo("internvl25-qwen-tiny");
        assertThat(config.layout()).isEqualTo("original");
        assertThat(config.template()).isEqualTo("internvl2_5");
        assertThat(config.stopTokens()).containsExactly(902, 901, 900);
        assertThat(config.vision().tokensPerTile()).isEqualTo(4);
        assertThat(config.vision().imageSide()).isEqualTo(56);
        assertThat(config.vision().tiling()).isEqualTo(new Tiling.Dynamic(1, 12, true));
        assertThat(config.language().vocabulary()).isEqualTo(931);
        assertThat(config.language().kvHeads()).isEqualTo(2);
        assertThat(config.language().rotary()).isEqualTo(Rotary.plain(1e6));
        assertThat(config.language().maxPositions()).isEqualTo(32768);
        assertThat(config.language().tiedHead()).isFalse();
    }

    @Test
    void aFolderMaySayHowLongAnAnswerIs() {
        copy("internvl25-qwen-tiny");
        assertThat(ModelFolder.of(folder).config().maxNewTokens()).isEmpty();

        editJson("generation_config.json", config -> config.put("max_new_tokens", 8192));
        assertThat(ModelFolder.of(folder).config().maxNewTokens()).hasValue(8192);

        editJson("generation_config.json", config -> config.put("max_new_tokens", "many"));
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ModelFolder.of(folder))
                .withMessageContaining("max_new_tokens");
    }

    @Test
    void aModelWithoutAnOutputMatrixIsTied() {
        assertThat(ModelFolder.of(fixture("internvl25-qwen-tied-tiny"))
                        .config()
                        .language()
                        .tiedHead())
                .isTrue();
    }

    @Test
    void theHfLayoutTilesAlthoughItsPreprocessorSaysNot() {
        ModelConfig config = ModelFolder.of(fixture("internvl-hf-tiny")).config();

        assertThat(config.layout()).isEqualTo("hf");
        assertThat(config.template()).isEqualTo("internvl_hf");
        assertThat(config.vision().tiling()).isEqualTo(new Tiling.Dynamic(1, 12, true));
        assertThat(config.language().tiedHead()).isFalse();
        assertThat(config.stopTokens()).containsExactly(902, 901, 900);
    }

    @Test
    void theNamesOfNewerTransformersAreReadToo() {
        copy("internvl-hf-tiny");
        SafetensorsEdit.edit(
                folder.resolve(WEIGHTS),
                header -> rename(
                        header,
                        name -> name.startsWith("language_model.lm_head")
                                ? name.substring("language_model.".length())
                                : name.startsWith("language_model.model.")
                                        ? "model.language_model." + name.substring("language_model.model.".length())
                                        : "model." + name));

        assertThat(names(folder))
                .isEqualTo(
                        strings(GoldenFixture.json(fixture("internvl-hf-tiny").resolve("golden/key_names.json"))
                                .path("module_names_v5")));
        assertThat(ModelFolder.of(folder).config().layout()).isEqualTo("hf");
    }

    @Test
    void whenTheConfigHoldsTwoDecodersTheShapesOfTheWeightsDecide() {
        copy("internvl25-qwen-tiny");
        editJson("config.json", config -> {
            config.set("text_config", config.get("llm_config").deepCopy());
            ((ObjectNode) config.get("llm_config")).put("vocab_size", 151936).put("num_hidden_layers", 24);
        });

        assertThat(ModelFolder.of(folder).config().language().layers()).isEqualTo(3);
    }

    @Test
    void aRotaryBaseThatGrowsWithTheLengthReadsFourTimesAsFar() {
        copy("internvl25-qwen-tiny");
        editJson(
                "config.json",
                config -> ((ObjectNode) config.get("llm_config"))
                        .putObject("rope_scaling")
                        .put("type", "dynamic")
                        .put("factor", 2.0));

        LanguageConfig language = ModelFolder.of(folder).config().language();

        assertThat(language.rotary().scaling()).isEqualTo(new Rotary.DynamicNtk(2, 32768));
        assertThat(language.maxPositions()).isEqualTo(4 * 32768);
    }

    @ParameterizedTest
    @CsvSource({
        "ps_version, '\"v3\"', ps_version = v3",
        "select_layer, -4, select_layer = -4",
        "select_layer, 0, select_layer = 0",
        "downsample_ratio, 0.25, downsample_ratio = 0.25",
        "force_image_size, 100, force_image_size = 100",
        "template, '\"internlm9-chat\"', the template 'internlm9-chat'",
        "model_type, '\"llava\"', model_type = llava",
        "use_llm_lora, 16, use_llm_lora = 16",
        "min_dynamic_patch, 13, max_dynamic_patch = 12",
        "max_dynamic_patch_limit, 6, 'max_dynamic_patch_limit = 6, but this version reads at least max_dynamic_patch'",
        "llm_config.model_type, '\"gpt2\"', model_type is gpt2",
        "llm_config.mlp_bias, true, llm_config.mlp_bias = true",
        "llm_config.partial_rotary_factor, 0.75, llm_config.partial_rotary_factor = 0.75",
        "llm_config.hidden_act, '\"gelu\"', llm_config.hidden_act = gelu",
        "llm_config.use_sliding_window, true, llm_config.use_sliding_window = true",
        "llm_config.num_attention_heads, 3, llm_config.num_attention_heads = 3",
        "llm_config.num_hidden_layers, 100000, llm_config.num_hidden_layers = 100000",
        "llm_config.rms_norm_eps, -1, llm_config.rms_norm_eps = -1",
        "llm_config.vocab_size, 930, 'llm_config.vocab_size = 930'",
        "llm_config.rope_scaling, '{\"type\": \"yarn\"}', llm_config.rope_scaling.type = yarn",
        "llm_config.rope_scaling, '{\"type\": \"dynamic\"}', llm_config.rope_scaling.factor = nothing",
        "llm_config.rope_scaling, '{\"type\": \"su\", \"original_max_position_embeddings\": 8}', rope_scaling.short_factor = ",
        "vision_config.norm_type, '\"group_norm\"', vision_config.norm_type = group_norm",
        "vision_config.norm_type, '\"rms_norm\"', hold the tensors 'vision_model.encoder.layers.0.norm1.bias'",
        "vision_config.qk_normalization, true, lack the tensors 'vision_model.encoder.layers.0.attn.k_norm.weight'",
        "vision_config.qkv_bias, false, hold the tensors 'vision_model.encoder.layers.0.attn.qkv.bias'",
        "vision_config.hidden_act, '\"quick_gelu\"', vision_config.hidden_act = quick_gelu",
        "vision_config.hidden_size, '\"many\"', vision_config.hidden_size = ",
        "vision_config.image_size, 0, vision_config.image_size = 0",
    })
    void aValueThatIsNotComputedIsRefusedByItsName(String field, String value, String named) {
        copy("internvl25-qwen-tiny");
        editJson("config.json", config -> {
            String[] path = field.split("\\.");
            ObjectNode object = path.length == 1 ? config : (ObjectNode) config.get(path[0]);
            object.set(path[path.length - 1], json(value));
        });

        refused(named);
    }

    @ParameterizedTest
    @CsvSource({"vocab.json", "merges.txt", "tokenizer_config.json"})
    void aMissingTokenizerIsRefused(String file) throws IOException {
        copy("internvl25-qwen-tiny");
        Files.delete(folder.resolve(file));

        refused("has no tokenizer: neither tokenizer.json nor " + file);
    }

    @Test
    void anotherKindOfTokenizerIsRefused() {
        copy("internvl-hf-tiny");
        editJson("tokenizer.json", json -> ((ObjectNode) json.get("model")).put("type", "Unigram"));

        refused("is of kind Unigram");
    }

    @Test
    void tokenizerFilesThatDoNotFitTogetherAreRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.writeString(folder.resolve("merges.txt"), "nosuchpiece either\n");

        refused("the tokenizer files do not fit together");
    }

    @Test
    void aTokenizerThatIsLargerThanTheModelIsRefused() {
        copy("internvl25-qwen-tiny");
        editJson(
                "tokenizer_config.json",
                json -> ((ObjectNode) json.get("added_tokens_decoder"))
                        .set("5000", json.get("added_tokens_decoder").get("930").deepCopy()));

        refused("has 5001 ids, but the model's vocabulary has only 931 rows");
    }

    @Test
    void aConfigThatIsNotJsonIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\":");

        refused("config.json is not JSON");
    }

    @Test
    void aConfigOfAnUnreasonableSizeIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.writeString(folder.resolve("config.json"), " ".repeat(2 << 20));

        refused("more than 1048576; it is not the config.json of a model");
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ModelFolder.of(folder.resolve("nowhere")))
                .withMessageContaining("there is no model folder at " + folder.resolve("nowhere"));
    }

    @Test
    void aFolderThatIsNoModelIsRefused() {
        refused("has no config.json");
    }

    @Test
    void aFolderMaySayHowManyTilesItsModelCanMakeSenseOf() {
        copy("internvl25-qwen-tiny");
        Tiling free = ModelFolder.of(folder).config().vision().tiling();
        editJson("config.json", config -> config.put("max_dynamic_patch_limit", 18));

        Tiling limited = ModelFolder.of(folder).config().vision().tiling();

        assertThat(free.withMaxTiles(24).mostViews()).isEqualTo(25);
        assertThat(limited.mostViews()).as("its own number").isEqualTo(13);
        assertThat(limited.withMaxTiles(24).mostViews()).isEqualTo(19);
        assertThat(limited.withMaxTiles(2).withMaxTiles(24).mostViews()).isEqualTo(19);
        assertThat(limited.withMaxTiles(1).mostViews()).isEqualTo(1);
    }

    @Test
    void aFolderMaySayInOneLineWhatItsWordsAreWorth() throws IOException {
        copy("internvl25-qwen-tiny");
        String without = ModelFolder.of(folder).notice();
        Path notice = Files.writeString(folder.resolve("notice.txt"), "Reads print.\nNot handwriting.\n");
        String said = ModelFolder.of(folder).notice();
        Files.writeString(notice, "");
        String empty = ModelFolder.of(folder).notice();

        assertThat(without).isEmpty();
        assertThat(said).isEqualTo("Reads print.");
        assertThat(empty).isEmpty();
    }

    @Test
    void theModelInTheBoxIsCalledSo() {
        assertThat(ModelFolder.embedded().config().name()).isEqualTo("embedded");
        assertThat(ModelFolder.embedded().notice()).doesNotContain("\n");
    }

    private static Set<String> names(Path folder) {
        return io.pagestream.models.golden.GoldenTensors.read(folder.resolve(WEIGHTS))
                .names();
    }

    private static Set<String> strings(Iterable<com.fasterxml.jackson.databind.JsonNode> values) {
        Set<String> strings = new java.util.TreeSet<>();
        values.forEach(value -> strings.add(value.asText()));
        return strings;
    }
}
