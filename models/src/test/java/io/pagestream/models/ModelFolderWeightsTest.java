package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The one sentence for each folder whose weight files cannot be read. */
class ModelFolderWeightsTest extends ModelFolderCase {

    @Test
    void aMissingTensorIsRefusedByName() {
        copy("internvl25-qwen-tiny");
        SafetensorsEdit.edit(folder.resolve(WEIGHTS), header -> rename(header, name -> name.equals(DOWN) ? "x" : name));

        refused("lack the tensor '" + DOWN + "'");
    }

    @Test
    void anExtraTensorIsRefusedByName() {
        copy("internvl25-qwen-tiny");
        SafetensorsEdit.edit(folder.resolve(WEIGHTS), header -> {
            int end = 0;
            for (var entry : header.properties()) {
                end = Math.max(
                        end, entry.getValue().path("data_offsets").path(1).asInt());
            }
            header.set(
                    "surprise", json("{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[" + end + "," + end + "]}"));
        });

        refused("hold the tensor 'surprise'");
    }

    @Test
    void quantisedWeightsAreRefusedByTheirType() {
        copy("internvl25-qwen-tiny");
        SafetensorsEdit.edit(
                folder.resolve(WEIGHTS),
                header -> ((ObjectNode) header.get("language_model.model.embed_tokens.weight")).put("dtype", "I16"));

        refused("embed_tokens.weight' in");
        refused("has type I16");
    }

    @Test
    void aShardThatIsMissingIsRefusedByName() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.move(folder.resolve(WEIGHTS), folder.resolve("model-00001-of-00002.safetensors"));
        index("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors");

        refused("names the weight file 'model-00002-of-00002.safetensors'");
    }

    @Test
    void anIndexThatPointsOutOfTheFolderIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.move(folder.resolve(WEIGHTS), folder.resolve("model-00001-of-00002.safetensors"));
        index("model-00001-of-00002.safetensors", "../elsewhere.safetensors");

        refused("names the weight file '../elsewhere.safetensors'");
    }

    @Test
    void anIndexThatNamesATensorThatIsNotInItsShardIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.move(folder.resolve(WEIGHTS), folder.resolve("one.safetensors"));
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"y\":\"one.safetensors\"}}");

        refused("says that the tensor 'y' is in one.safetensors, but it is not");
    }

    @Test
    void shardsWithAnIndexAreReadLikeOneFile() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.move(folder.resolve(WEIGHTS), folder.resolve("one.safetensors"));
        index("one.safetensors", "one.safetensors");

        assertThat(ModelFolder.of(folder).config().language().layers()).isEqualTo(3);
    }

    @Test
    void aFolderWithPickleWeightsOnlyIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.move(folder.resolve(WEIGHTS), folder.resolve("pytorch_model.bin"));

        refused("pytorch_model.bin only, a pickle file");
        refused("convert it to safetensors");
    }

    @Test
    void aFolderWithoutWeightsIsRefused() throws IOException {
        copy("internvl25-qwen-tiny");
        Files.delete(folder.resolve(WEIGHTS));

        refused("has neither model.safetensors nor model.safetensors.index.json");
    }

    @Test
    void aTruncatedWeightFileIsRefused() {
        copy("internvl25-qwen-tiny");
        byte[] whole = SafetensorsEdit.read(folder.resolve(WEIGHTS));
        SafetensorsEdit.writeBytes(folder.resolve(WEIGHTS), java.util.Arrays.copyOf(whole, whole.length - 1000));

        refused("damaged or not complete");
    }

    private void index(String file, String otherFile) throws IOException {
        ObjectNode index = JSON.createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        names(folder.resolve(file), map, file);
        map.put(DOWN, otherFile);
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
    }

    private static void names(Path file, ObjectNode map, String value) {
        io.pagestream.models.golden.GoldenTensors.read(file).names().forEach(name -> map.put(name, value));
    }
}
