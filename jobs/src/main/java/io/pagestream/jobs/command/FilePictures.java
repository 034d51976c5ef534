package io.pagestream.jobs.command;

import io.pagestream.engine.Tilers;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.tile.MontageTiler;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.golden.MissingGoldenException;
import io.pagestream.models.parity.Pictures;
import io.pagestream.models.parity.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From a picture's file to what the encoder sees, through the rooms that the pipeline uses. */
public final class FilePictures implements Pictures {

    /** The reference does not turn photographs upright. */
    private static final RenderRule AS_STORED = new RenderRule(200, 6000, RenderRule.Orientation.AS_STORED);

    private static final int MOST_MONTAGE_TILES = 256;

    @Override
    public Views of(GoldenFolder folder, VisionConfig vision, GoldenCase.Picture picture) {
        Path file = folder.pictureFile(picture.id());
        try {
            requireSize(file);
            try (PageCursor pages = DocumentDecoder.open(Files.readAllBytes(file), AS_STORED, DecodeLimits.DEFAULT)) {
                TileBatch batch = tiler(vision, picture).tile(pages.page(0));
                return new Views(
                        batch.grid().columns(), batch.grid().rows(), batch.side(), batch.pixels(), batch.overview());
            }
        } catch (IOException e) {
            throw new MissingGoldenException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireSize(Path file) throws IOException {
        if (Files.size(file) > DecodeLimits.DEFAULT.maxBytes()) {
            throw new DecodeException(
                    DecodeException.Reason.TOO_LARGE,
                    "it has " + Files.size(file) + " bytes, at most " + DecodeLimits.DEFAULT.maxBytes()
                            + " are allowed");
        }
    }

    private static Tiler tiler(VisionConfig vision, GoldenCase.Picture picture) {
        return picture.montage()
                ? new MontageTiler(vision.imageSide(), MOST_MONTAGE_TILES)
                : Tilers.of(vision, picture.maxTiles());
    }
}
