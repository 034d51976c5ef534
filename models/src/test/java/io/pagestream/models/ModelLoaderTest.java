package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pagestream.compute.Device;
import io.pagestream.compute.Devices;
import io.pagestream.compute.MemoryTag;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLoaderTest {

    private final Device device = Devices.open("cpu:f32");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void theModelInTheBoxLoadsAndGivesAllMemoryBack() {
        LoadedModel model = ModelLoader.load(ModelFolder.embedded(), device);
        assertThat(device.liveBytes().get(MemoryTag.WEIGHTS)).isPositive();

        model.close();

        assertThat(device.liveBytes().get(MemoryTag.WEIGHTS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "language_model.model.layers.2.mlp.down_proj.weight",
                "language_model.model.layers.0.self_attn.k_proj.weight",
                "language_model.model.layers.1.mlp.up_proj.weight",
                "vision_model.encoder.layers.1.attn.qkv.weight",
                "vision_model.embeddings.patch_embedding.weight",
                "vision_model.embeddings.position_embedding",
                "mlp1.1.weight",
            })
    void aTensorOfAnotherShapeIsRefusedByNameAndNothingStaysOnTheDevice(String name) throws IOException {
        copyFixture();
        SafetensorsEdit.edit(folder.resolve("model.safetensors"), header -> {
            ArrayNode shape = (ArrayNode) header.get(name).get("shape");
            int elements = 1;
            for (JsonNode side : shape) {
                elements *= side.asInt();
            }
            shape.removeAll().add(elements);
        });

        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ModelLoader.load(folder, device))
                .withMessageContaining("'" + name + "' of shape [")
                .withMessageContaining("should be");
        assertThat(device.liveBytes().get(MemoryTag.WEIGHTS)).isZero();
    }

    private void copyFixture() throws IOException {
        try (Stream<Path> files =
                Files.list(GoldenFixture.of("internvl25-qwen-tiny").folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }
}
