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
 * @param reference a text that the answer may repeat, such as the text layer of the page or the page before: the answer is
 *     the same without it, and is perhaps written faster with it; at most {@value #LONGEST_REFERENCE} characters
 */
public record ReadingRequest(
        List<Turn> turns,
        List<TileBatch> images,
        SamplingRule sampling,
        Terms terms,
        Optional<String> adapter,
        Optional<String> reference) {

    private static final int LONGEST_REFERENCE = 1 << 14;

    public ReadingRequest {
        turns = List.copyOf(turns);
        images = List.copyOf(images);
        int named = turns.stream().mapToInt(Turn::images).sum();
        if (named != images.size()) {
            throw new IllegalArgumentException("the turns name " + named + " images, got " + images.size());
        }
        int letters = reference.map(String::length).orElse(0);
        if (letters > LONGEST_REFERENCE) {
            throw new IllegalArgumentException("a reference has at most " + LONGEST_REFERENCE + " characters, got "
                    + letters + "; withReference takes the beginning of a longer one");
        }
    }

    /** Without a text that the answer may repeat. */
    public ReadingRequest(
            List<Turn> turns, List<TileBatch> images, SamplingRule sampling, Terms terms, Optional<String> adapter) {
        this(turns, images, sampling, terms, adapter, Optional.empty());
    }

    public ReadingRequest(List<Turn> turns, List<TileBatch> images, SamplingRule sampling, Terms terms) {
        this(turns, images, sampling, terms, Optional.empty());
    }

    public ReadingRequest(List<Turn> turns, List<TileBatch> images, SamplingRule sampling) {
        this(turns, images, sampling, Terms.DEFAULT);
    }

    /** The same question, computed with {@code other}. */
    public ReadingRequest withAdapter(Optional<String> other) {
        return new ReadingRequest(turns, images, sampling, terms, other, reference);
    }

    /** The same question about {@code others}. */
    public ReadingRequest withImages(List<TileBatch> others) {
        return new ReadingRequest(turns, others, sampling, terms, adapter);
    }

    /** The same question, answered by {@code other}. */
    public ReadingRequest withSampling(SamplingRule other) {
        return new ReadingRequest(turns, images, other, terms, adapter, reference);
    }

    /** The same question, whose answer may repeat {@code text}; of a long one only the beginning is used. */
    public ReadingRequest withReference(String text) {
        String used = text.length() <= LONGEST_REFERENCE ? text : text.substring(0, LONGEST_REFERENCE);
        return new ReadingRequest(turns, images, sampling, terms, adapter, Optional.of(used));
    }
}
