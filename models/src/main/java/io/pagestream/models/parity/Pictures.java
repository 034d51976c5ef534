package io.pagestream.models.parity;

import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;

/** Who makes views of the pictures in a golden folder; pixels are another room's business. */
@FunctionalInterface
public interface Pictures {

    /**
     * Prepares a picture for a model.
     *
     * @throws io.pagestream.models.golden.MissingGoldenException when the picture is not there or cannot be read
     */
    Views of(GoldenFolder folder, VisionConfig vision, GoldenCase.Picture picture);
}
