package io.pagestream.models.parity;

import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenCase.Picture;
import io.pagestream.models.golden.GoldenFolder;
import java.util.List;
import java.util.Optional;

/** Whether picture files become the tiles of the reference, byte for byte. */
final class PictureCheck {

    private static final String TILES = "tiles";

    private final GoldenFolder folder;
    private final VisionConfig vision;
    private final Pictures pictures;

    PictureCheck(GoldenFolder folder, VisionConfig vision, Pictures pictures) {
        this.folder = folder;
        this.vision = vision;
        this.pictures = pictures;
    }

    Optional<ParityFinding> first() {
        List<JsonNode> noted = folder.pictures().toList();
        for (JsonNode picture : noted) {
            String id = picture.path("id").asText();
            Optional<ParityFinding> finding = picture.has("transformed_u8")
                    ? whole(Picture.inARow(id, picture.path("hd_num").asInt(1), 0), picture)
                    : tiles(id, picture.path("max_num").asInt()).or(() -> oneTile(id));
            if (finding.isPresent()) {
                return finding;
            }
        }
        return montages();
    }

    /** Sheets of a video are noted in the cases that ask about them. */
    private Optional<ParityFinding> montages() {
        for (JsonNode asked : folder.expected().path("cases")) {
            if (asked.has("composed")) {
                String id = asked.path("images").path(0).path("id").asText();
                Optional<ParityFinding> finding = whole(new Picture(id, 1, 1, 1, 1, true), asked.path("composed"));
                if (finding.isPresent()) {
                    return finding;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<ParityFinding> tiles(String id, int maxTiles) {
        Views views = pictures.of(folder, vision, Picture.inARow(id, maxTiles, 0));
        return Compare.bytes(TILES, id, views.tiles(), folder.tiles(id, maxTiles));
    }

    private Optional<ParityFinding> oneTile(String id) {
        return folder.knowsOneTile(id) ? tiles(id, 1) : Optional.empty();
    }

    /** XComposer's pictures are noted before they are cut. */
    private Optional<ParityFinding> whole(Picture asked, JsonNode noted) {
        return Compare.bytes(
                TILES,
                asked.id(),
                pictures.of(folder, vision, asked).joined(),
                folder.picture(noted.path("transformed_u8").asText()));
    }
}
