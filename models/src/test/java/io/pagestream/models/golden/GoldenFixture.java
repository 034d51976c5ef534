package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The golden folders that ship with the project, by their names.
 *
 * <pre>{@code
 * GoldenFixture fixture = GoldenFixture.of("internvl25-qwen-tiny");
 * LoadedModel model = ModelLoader.load(fixture.folder(), device);
 * for (GoldenCase golden : fixture.cases()) {
 *     Prompt prompt = model.prompt(golden.turns(), golden.images());   // tokens equal golden.inputIds()
 *     byte[] pixels = fixture.tiles(golden);                                 // of all pictures, one after the other
 *     ...                                                                    // ids equal golden.greedy().ids()
 * }
 * }</pre>
 *
 * <p>The folders lie where the system property {@code pagestream.golden} says; Maven sets it.
 */
public final class GoldenFixture extends GoldenFolder {

    /** The fixtures of InternVL, in both layouts. */
    public static final List<String> ALL = List.of(
            "internvl25-qwen-tiny",
            "internvl25-qwen-tied-tiny",
            "internvl-hf-tiny",
            "internvl15-tiny",
            "internvl15-v1-tiny",
            "internvl25-internlm-tiny",
            "internvl2-llama-tiny",
            "mini-internvl-phi3-tiny");

    /** The fixtures of InternLM-XComposer, whose pictures are prepared in another room. */
    public static final List<String> XCOMPOSER = List.of("ixc2-tiny", "ixc2-4khd-tiny", "ixc25-tiny");

    private GoldenFixture(String name) {
        super(root().resolve(name));
    }

    public static GoldenFixture of(String name) {
        return new GoldenFixture(name);
    }

    /** The folder of all golden data. */
    public static Path root() {
        String root = System.getProperty("pagestream.golden");
        if (root == null) {
            throw new IllegalStateException(
                    "the system property pagestream.golden must name the folder of golden data; Maven sets it");
        }
        return Path.of(root);
    }

    /** Reads a JSON file of the golden data. */
    public static JsonNode json(Path file) {
        return GoldenFolder.json(file);
    }

    /** The tiles of all pictures of a case, one picture after the other. */
    public byte[] tiles(GoldenCase golden) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        golden.pictures().forEach(picture -> bytes.writeBytes(tiles(picture.id(), picture.maxTiles())));
        return bytes.toByteArray();
    }
}
