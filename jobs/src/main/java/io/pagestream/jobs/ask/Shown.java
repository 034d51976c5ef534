package io.pagestream.jobs.ask;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.config.VisionConfig;
import io.pagestream.models.task.Images;
import java.util.List;

/** Pictures that a question is about, together. One thread at a time. */
interface Shown extends AutoCloseable {

    /** The most pictures of one question; each costs the model hundreds of tokens. */
    int MOST = 64;

    /** How they are announced to the model. */
    Images images();

    /** Name and version of what makes their pixels. */
    String renderer();

    /**
     * Tiles of each, in order; decoded one after the other.
     *
     * @param maxTiles of each
     * @throws DecodeException when one of them cannot become pixels within the limits
     */
    List<TileBatch> tiles(VisionConfig vision, int maxTiles) throws DecodeException;

    @Override
    void close();
}
