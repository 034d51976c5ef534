package io.pagestream.models;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.golden.SafetensorsEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a golden model folder that a test spoils, and what is said of it then. */
abstract class ModelFolderCase {

    static final ObjectMapper JSON = new ObjectMapper();
    static final String WEIGHTS = "model.safetensors";
    static final String DOWN = "language_model.model.layers.1.mlp.down_proj.weight";

    @TempDir
    Path folder;

    final void refused(String reason) {
        assertThatExceptionOfType(ModelFolderException.class)
                .isThrownBy(() -> ModelFolder.of(folder))
                .withMessageContaining(reason)
                .withMessageContaining(folder.toString())
                .withMessageMatching("[^\n]+");
    }

    static Path fixture(String name) {
        return GoldenFixture.root().resolve(name);
    }

    final void copy(String fixture) {
        try (Stream<Path> files = Files.list(fixture(fixture))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    final void editJson(String name, Consumer<ObjectNode> change) {
        ObjectNode content = (ObjectNode) GoldenFixture.json(folder.resolve(name));
        change.accept(content);
        SafetensorsEdit.writeBytes(folder.resolve(name), content.toString().getBytes(StandardCharsets.UTF_8));
    }

    static void rename(ObjectNode header, java.util.function.UnaryOperator<String> rename) {
        ObjectNode before = header.deepCopy();
        header.removeAll();
        before.properties()
                .forEach(entry -> header.set(
                        entry.getKey().startsWith("__") ? entry.getKey() : rename.apply(entry.getKey()),
                        entry.getValue()));
    }

    static com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
