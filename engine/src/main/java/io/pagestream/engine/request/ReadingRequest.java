package io.pagestream.engine.request;

import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.models.prompt.Turn;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the engine. Pure: the same request gets the same answer, so that a replay is harmless.
 *
 * @param turns the dialogue; its images are {@code images} in order
 * @param images tiles of each image
 * @param sampling how the answer is chosen
 * @param terms when it is to be answered
 * @param adapter the low-rank addition with which prompt and answer are computed, as the model calls it ({@code web},
 *     {@code write}); mostly none
 */
public record ReadingRequest(
        List<Turn> turns, List<TileBatch> images, SamplingRule sampling, Terms terms, Optional<String> adapter) {

    public ReadingRequest {
        turns = List.copyOf(turns);
        images = List.copyOf(images);
        int named = turns.stream().mapToInt(Turn::images).sum();
        if (named != images.size()) {
            throw new IllegalArgumentException("the turns name " + named + " images, got " + images.size());
        }
    }

    public ReadingRequest(List<Turn> turns, List<TileBatch> images, SamplingRule sampling, Terms terms) {
        this(turns, images, sampling, terms, Optional.empty());
    }

    public ReadingRequest(List<Turn> turns, List<TileBatch> images, SamplingRule sampling) {
        this(turns, images, sampling, Terms.DEFAULT);
    }

    /** The same question, computed with {@code other}. */
    public ReadingRequest withAdapter(Optional<String> other) {
        return new ReadingRequest(turns, images, sampling, terms, other);
    }

    /** The same question, answered by {@code other}. */
    public ReadingRequest withSampling(SamplingRule other) {
        return new ReadingRequest(turns, images, other, terms, adapter);
    }
}
