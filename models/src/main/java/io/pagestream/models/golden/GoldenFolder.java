package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One folder of golden data: a model in its official layout, and in {@code golden/} what the reference computed with it.
 * The README of the golden data tells what each value is and how near an implementation must come. Files are read when
 * they are asked for; one that is missing is a {@link MissingGoldenException} then.
 */
public class GoldenFolder {

    private static final String EXPECTED = "golden/expected.json";
    private static final long MOST_JSON_BYTES = 256L << 20;

    private final Path folder;
    private final JsonNode expected;
    private final List<GoldenCase> cases;
    private GoldenTensors tensors;
    private GoldenTensors tiles;

    /** @throws MissingGoldenException without a readable {@code golden/expected.json} */
    protected GoldenFolder(Path folder) {
        this.folder = folder;
        this.expected = json(folder.resolve(EXPECTED));
        this.cases = List.copyOf(new GoldenCaseReader(this).cases());
    }

    /** @throws MissingGoldenException without a readable {@code golden/expected.json} */
    public static GoldenFolder of(Path folder) {
        return new GoldenFolder(folder);
    }

    /**
     * The folders of golden data at {@code path}: itself, or those that lie directly in it, by name. A folder with a
     * model and without golden data is among them, since somebody has to be told.
     */
    public static List<Path> under(Path path) {
        if (isOne(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(GoldenFolder::isOne).sorted().toList();
        } catch (IOException e) {
            throw new MissingGoldenException(path + " cannot be listed: name a folder with a model and golden/", e);
        }
    }

    private static boolean isOne(Path path) {
        return Files.isDirectory(path.resolve("golden")) || Files.isRegularFile(path.resolve("config.json"));
    }

    static JsonNode json(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new MissingGoldenException("there is no " + file + "; fetch the golden data again, or make it");
            }
            if (Files.size(file) > MOST_JSON_BYTES) {
                throw new MissingGoldenException(
                        file + " has " + Files.size(file) + " bytes, more than " + MOST_JSON_BYTES);
            }
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new MissingGoldenException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Of the folder. */
    public String name() {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }

    /** The model: config.json, tokenizer, weights. */
    public Path folder() {
        return folder;
    }

    /** All of {@code expected.json}, for what has no accessor here. */
    public JsonNode expected() {
        return expected;
    }

    /** The tensors of {@code expected.safetensors}. */
    public synchronized GoldenTensors tensors() {
        if (tensors == null) {
            tensors = GoldenTensors.read(folder.resolve("golden/expected.safetensors"));
        }
        return tensors;
    }

    private synchronized GoldenTensors tiles() {
        if (tiles == null) {
            tiles = GoldenTensors.read(folder.resolve("golden/tiles.safetensors.gz"));
        }
        return tiles;
    }

    /** Vectors of the decoder for one tile. */
    public int tokensPerTile() {
        return expected.path("tokens_per_tile").asInt();
    }

    /** What was asked, in the order of {@code expected.json}. */
    public List<GoldenCase> cases() {
        return cases;
    }

    public GoldenCase goldenCase(String id) {
        return cases().stream()
                .filter(golden -> golden.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What the reference noted of its pictures. */
    public Stream<JsonNode> pictures() {
        return StreamSupport.stream(expected.path("images").spliterator(), false);
    }

    /** The file of a picture: as {@code expected.json} says, in {@code golden/}, or among the common ones. */
    public Path pictureFile(String id) {
        List<Path> places = new ArrayList<>();
        pictures()
                .filter(noted -> noted.path("id").asText().equals(id) && noted.has("file"))
                .forEach(noted -> places.add(folder.resolve(noted.path("file").asText())));
        places.add(folder.resolve("golden").resolve(id));
        places.add(folder.resolve("../common/images").resolve(id));
        return places.stream()
                .map(Path::normalize)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new MissingGoldenException("the picture " + id + " is not there; looked for "
                        + places.get(0).normalize()));
    }

    /** How many tiles a picture has, thumbnail included. */
    public int tileCount(String picture, int maxTiles) {
        if (maxTiles == 1) {
            return 1;
        }
        return pictures()
                .filter(noted -> noted.path("id").asText().equals(picture) && noted.has("tiles"))
                .mapToInt(noted -> noted.path("tiles").asInt())
                .findFirst()
                .orElseGet(() -> tiles().shape("tiles." + picture)[0]);
    }

    /** Whether the reference's single tile of a picture is among the tiles: its own, the thumbnail, or the only one. */
    public boolean knowsOneTile(String picture) {
        return tiles().has("tiles_max1." + picture)
                || tiles().shape("tiles." + picture)[0] == 1
                || expected.path("images").path(0).path("use_thumbnail").asBoolean();
    }

    /** The exact tiles of a picture as the reference cut them: [tiles, side, side, 3]. */
    public byte[] tiles(String picture, int maxTiles) {
        if (maxTiles > 1) {
            return tiles().bytes("tiles." + picture);
        }
        if (tiles().has("tiles_max1." + picture)) {
            return tiles().bytes("tiles_max1." + picture);
        }
        // The thumbnail is the whole picture on one tile, and it comes last.
        byte[] all = tiles().bytes("tiles." + picture);
        int tile = all.length / tiles().shape("tiles." + picture)[0];
        return Arrays.copyOfRange(all, all.length - tile, all.length);
    }

    /** A whole picture as the reference prepared it, {@code tensor} being its name: [height, width, 3]. */
    public byte[] picture(String tensor) {
        return tiles().bytes(tensor);
    }
}
