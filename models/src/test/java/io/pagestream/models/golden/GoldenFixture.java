package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * One folder of golden data: a tiny model in its official layout, and what the reference computed with it.
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
 * <p>The folders lie where the system property {@code pagestream.golden} says; Maven sets it. Their README tells what
 * each value is and how near an implementation must come.
 */
public final class GoldenFixture {

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

    private final String name;
    private final JsonNode expected;
    private final GoldenTensors tensors;
    private final GoldenTensors tiles;

    private GoldenFixture(String name) {
        this.name = name;
        this.expected = json(folder().resolve("golden/expected.json"));
        this.tensors = GoldenTensors.read(folder().resolve("golden/expected.safetensors"));
        this.tiles = GoldenTensors.read(folder().resolve("golden/tiles.safetensors.gz"));
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
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /** The model: config.json, tokenizer, weights. */
    public Path folder() {
        return root().resolve(name);
    }

    /** All of {@code expected.json}, for what has no accessor here. */
    public JsonNode expected() {
        return expected;
    }

    /** The tensors of {@code expected.safetensors}. */
    public GoldenTensors tensors() {
        return tensors;
    }

    /** Vectors of the decoder for one tile. */
    public int tokensPerTile() {
        return expected.path("tokens_per_tile").asInt();
    }

    public List<GoldenCase> cases() {
        return new GoldenCaseReader(this).cases();
    }

    public GoldenCase goldenCase(String id) {
        return cases().stream()
                .filter(golden -> golden.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** How many tiles a picture has, thumbnail included. */
    public int tileCount(String picture, int maxTiles) {
        String stored = "tiles." + picture;
        return maxTiles == 1 ? 1 : tiles.shape(stored)[0];
    }

    /** Whether the reference's single tile of a picture is among the tiles: its own, the thumbnail, or the only one. */
    public boolean knowsOneTile(String picture) {
        return tiles.has("tiles_max1." + picture)
                || tiles.shape("tiles." + picture)[0] == 1
                || expected.path("images").path(0).path("use_thumbnail").asBoolean();
    }

    /** The exact tiles of a picture as the reference cut them: [tiles, side, side, 3]. */
    public byte[] tiles(String picture, int maxTiles) {
        if (maxTiles > 1) {
            return tiles.bytes("tiles." + picture);
        }
        if (tiles.has("tiles_max1." + picture)) {
            return tiles.bytes("tiles_max1." + picture);
        }
        // The thumbnail is the whole picture on one tile, and it comes last.
        byte[] all = tiles.bytes("tiles." + picture);
        int tile = all.length / tiles.shape("tiles." + picture)[0];
        return Arrays.copyOfRange(all, all.length - tile, all.length);
    }

    /** A whole picture as the reference prepared it, {@code tensor} being its name: [height, width, 3]. */
    public byte[] picture(String tensor) {
        return tiles.bytes(tensor);
    }

    /** The tiles of all pictures of a case, one picture after the other. */
    public byte[] tiles(GoldenCase golden) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        golden.pictures().forEach(picture -> bytes.writeBytes(tiles(picture.id(), picture.maxTiles())));
        return bytes.toByteArray();
    }
}
