package io.pagestream.models.golden;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.parity.Pictures;
import io.pagestream.models.parity.Views;
import java.util.Arrays;

/** Tiles as the reference noted them, for this room does not know pixels. Of XComposer's, one overview is noted. */
public final class NotedPictures implements Pictures {

    private static final float[] MEAN = {0.48145466f, 0.4578275f, 0.40821073f};
    private static final float[] DEVIATION = {0.26862954f, 0.26130258f, 0.27577711f};

    @Override
    public Views of(GoldenFolder folder, VisionConfig vision, GoldenCase.Picture picture) {
        int side = vision.imageSide();
        JsonNode whole = folder.pictures()
                .filter(noted -> noted.path("id").asText().equals(picture.id()) && noted.has("transformed_u8"))
                .filter(noted -> noted.path("hd_num").asInt(1) == picture.maxTiles())
                .findFirst()
                .orElse(null);
        if (whole == null) {
            byte[] tiles = folder.tiles(picture.id(), picture.maxTiles());
            return new Views(tiles.length / (3 * side * side), 1, side, tiles, new float[0]);
        }
        int columns = whole.path("transformed_size").path(0).asInt() / side;
        int rows = whole.path("transformed_size").path(1).asInt() / side;
        byte[] tiles = cut(folder.picture(whole.path("transformed_u8").asText()), columns, rows, side);
        JsonNode seen = folder.expected().path("vision");
        boolean noted = seen.path("image").asText().equals(picture.id())
                && seen.path("hd_num").asInt(1) == picture.maxTiles();
        if (vision.separators() && !noted) {
            throw new MissingGoldenException("the overview of " + picture.id() + " was not noted");
        }
        return new Views(
                columns, rows, side, tiles, vision.separators() ? overview(folder.tensors(), side) : new float[0]);
    }

    /** The first crop, [3, side, side] and normalised, to [side, side, 3] before that. */
    private static float[] overview(GoldenTensors golden, int side) {
        float[] crop = Arrays.copyOf(golden.floats("vit.crops"), 3 * side * side);
        float[] pixels = new float[crop.length];
        for (int i = 0; i < crop.length; i++) {
            int channel = i / (side * side);
            pixels[i % (side * side) * 3 + channel] =
                    (float) (((double) crop[i] * DEVIATION[channel] + MEAN[channel]) * 255);
        }
        return pixels;
    }

    private static byte[] cut(byte[] picture, int columns, int rows, int side) {
        byte[] tiles = new byte[picture.length];
        int line = side * 3;
        for (int y = 0; y < rows * side; y++) {
            for (int column = 0; column < columns; column++) {
                int tile = y / side * columns + column;
                System.arraycopy(picture, (y * columns + column) * line, tiles, (tile * side + y % side) * line, line);
            }
        }
        return tiles;
    }
}
