package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.compute.DType;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders in shards, of InternVL 1.5 and of InternLM-XComposer: what is read from them, and what is refused. */
class OtherLayoutsTest {

    private static final String VIT = "vit.vision_tower.vision_model.";
    private static final String POSITIONS = VIT + "embeddings.position_embedding.weight";

    @TempDir
    Path folder;

    @Test
    void theThreePreparationsAreToldApartByWeightsAndConfig() {
        assertThat(vision("ixc2-tiny").tiling()).isEqualTo(new Tiling.Squash());
        assertThat(vision("ixc2-tiny").tokensPerTile()).isEqualTo(25);
        assertThat(vision("ixc2-4khd-tiny").tiling())
                .isEqualTo(new Tiling.HighDefinition(25, Double.POSITIVE_INFINITY, true));
        assertThat(vision("ixc2-4khd-tiny").imageSide()).isEqualTo(84);
        assertThat(vision("ixc25-tiny").tiling()).isEqualTo(new Tiling.HighDefinition(24, 1, false));
        assertThat(vision("ixc25-tiny").imageSide()).isEqualTo(56);
    }

    @Test
    void theSizesThatOnlyTheFixturesHaveAreNotNeeded() {
        copy("ixc25-tiny");
        VisionConfig before = ModelFolder.of(folder).config().vision();
        editConfig(config -> config.remove("_golden_vision"));

        assertThat(ModelFolder.of(folder).config().vision()).isEqualTo(before);
    }

    @Test
    void anInnerLayerIsTheLastOneThatIsComputed() {
        assertThat(vision("internvl15-v1-tiny").layers()).isEqualTo(3);
        assertThat(vision("internvl15-v1-tiny").storedLayers()).isEqualTo(4);
        assertThat(vision("internvl15-v1-tiny").merge()).isEqualTo(VisionConfig.Merge.COLUMNS);
        assertThat(vision("internvl15-v1-tiny").grid()).isEqualTo(8);
        assertThat(vision("internvl15-v1-tiny").positionGrid()).isEqualTo(4);
    }

    @Test
    void aDecoderWithoutEyesIsRefused() {
        copy("ixc2-tiny");
        editConfig(config ->
                config.put("model_type", "internlm2").putArray("architectures").add("InternLM2ForCausalLM"));

        refused("says architectures = [InternLM2ForCausalLM]");
    }

    @Test
    void theOtherModelTypeOfTheSameFamilyIsRead() {
        copy("ixc2-tiny");
        editConfig(config -> config.put("model_type", "internlm2"));

        assertThat(ModelFolder.of(folder).config().layout()).isEqualTo("xcomposer");
    }

    @Test
    void anUnknownFamilyIsRefused() {
        copy("ixc2-tiny");
        editConfig(config -> config.put("model_type", "internlm3"));

        refused("says model_type = internlm3, but this version reads internvl_chat or internvl or");
    }

    @Test
    void aMissingShardIsRefusedByName() throws IOException {
        copy("internvl15-tiny");
        Files.delete(folder.resolve("model-00002-of-00003.safetensors"));

        refused("names the weight file 'model-00002-of-00003.safetensors', which is not in the folder");
    }

    @Test
    void aTruncatedShardIsRefusedByName() {
        copy("ixc2-tiny");
        Path shard = folder.resolve("model-00002-of-00002.safetensors");
        byte[] whole = SafetensorsEdit.read(shard);
        SafetensorsEdit.writeBytes(shard, Arrays.copyOf(whole, whole.length / 2));

        refused(shard + " is damaged or not complete");
    }

    @Test
    void shardsOfPicklesAreRefusedWithWhatToDo() throws IOException {
        copy("ixc2-tiny");
        for (int shard = 1; shard <= 2; shard++) {
            Files.delete(folder.resolve("model-0000" + shard + "-of-00002.safetensors"));
            Files.writeString(folder.resolve("pytorch_model-0000" + shard + "-of-00002.bin"), "PK");
        }
        Files.move(folder.resolve("model.safetensors.index.json"), folder.resolve("pytorch_model.bin.index.json"));

        refused("has its weights in pytorch_model-00001-of-00002.bin only, a pickle file");
        refused("convert it to safetensors, for example with save_pretrained");
    }

    @Test
    void aFileOfGptqIsRefusedByName() throws IOException {
        copy("ixc2-4khd-tiny");
        Files.move(folder.resolve("model.safetensors"), folder.resolve("gptq_model-4bit-128g.safetensors"));

        refused("has its weights in gptq_model-4bit-128g.safetensors, but neither model.safetensors nor");
    }

    @Test
    void aTableOfPositionsThatIsNoSquareIsRefused() {
        copy("ixc25-tiny");
        SafetensorsEdit.edit(folder.resolve("model.safetensors"), header -> reshape(header, POSITIONS, 16, 136));

        refused("'" + POSITIONS + "' has a side of 16, from which no square of patches follows");
    }

    @Test
    void aTableOfPositionsOfAnotherWidthIsRefusedBeforeItIsLoaded() {
        copy("ixc25-tiny");
        SafetensorsEdit.edit(folder.resolve("model.safetensors"), header -> reshape(header, POSITIONS, 17, 64, 2));
        ModelFolder opened = ModelFolder.of(folder);

        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> opened.plan(DType.F32, 1, 1, 1))
                .withMessageContaining("'" + POSITIONS + "' of shape [17, 64, 2]")
                .withMessageContaining("should be 17 x 128");
    }

    @Test
    void aMissingSeparatorIsRefusedByName() {
        copy("ixc25-tiny");
        SafetensorsEdit.edit(folder.resolve("model.safetensors"), header -> {
            ObjectNode before = header.deepCopy();
            header.removeAll();
            before.properties()
                    .forEach(entry -> header.set(
                            entry.getKey().equals("plora_sub_GN") ? "video_mem_proj.0.bias" : entry.getKey(),
                            entry.getValue()));
        });

        refused("lack the tensor 'plora_sub_GN'");
    }

    private static void reshape(ObjectNode header, String name, int... sides) {
        ArrayNode shape = (ArrayNode) header.get(name).get("shape");
        shape.removeAll();
        Arrays.stream(sides).forEach(shape::add);
    }

    private VisionConfig vision(String fixture) {
        return ModelFolder.of(GoldenFixture.root().resolve(fixture)).config().vision();
    }

    private void refused(String reason) {
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ModelFolder.of(folder))
                .withMessageContaining(reason)
                .withMessageContaining(folder.toString())
                .withMessageMatching("[^\n]+");
    }

    private void copy(String fixture) {
        try (Stream<Path> files = Files.list(GoldenFixture.root().resolve(fixture))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void editConfig(Consumer<ObjectNode> change) {
        Path file = folder.resolve("config.json");
        ObjectNode content = (ObjectNode) GoldenFixture.json(file);
        change.accept(content);
        SafetensorsEdit.writeBytes(file, content.toString().getBytes(StandardCharsets.UTF_8));
    }
}
