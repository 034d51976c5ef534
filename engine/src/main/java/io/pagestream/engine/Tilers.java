package io.pagestream.engine;

import io.pagestream.imaging.tile.DynamicTiler;
import io.pagestream.imaging.tile.HighDefinitionRule;
import io.pagestream.imaging.tile.HighDefinitionTiler;
import io.pagestream.imaging.tile.SquashTiler;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.imaging.tile.TilingRule;
import io.pagestream.models.config.Tiling;
import io.pagestream.models.config.VisionConfig;

/** The preparation of pictures that a model asks for. */
public final class Tilers {

    private Tilers() {}

    /** As the model's own configuration says. */
    public static Tiler of(VisionConfig vision) {
        return of(vision, vision.tiling());
    }

    /**
     * With another number of tiles: fewer make shorter prompts, more keep small print legible.
     *
     * @param maxTiles of the grid, without thumbnail or overview; 0 for the model's own number; nothing changes where a
     *     page is always one tile
     */
    public static Tiler of(VisionConfig vision, int maxTiles) {
        return of(vision, maxTiles == 0 ? vision.tiling() : vision.tiling().withMaxTiles(maxTiles));
    }

    private static Tiler of(VisionConfig vision, Tiling tiling) {
        if (tiling instanceof Tiling.Dynamic rule) {
            return new DynamicTiler(
                    new TilingRule(vision.imageSide(), rule.minTiles(), rule.maxTiles(), rule.thumbnail()));
        }
        if (tiling instanceof Tiling.HighDefinition rule) {
            return new HighDefinitionTiler(
                    new HighDefinitionRule(vision.imageSide(), rule.maxTiles(), rule.maxEnlargement(), rule.centred()));
        }
        return new SquashTiler(vision.imageSide());
    }
}
