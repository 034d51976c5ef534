package io.pagestream.models.prompt;

import java.util.List;

/**
 * What the decoder is given.
 *
 * @param tokens ids, placeholders included
 * @param images the places of the images, in order
 */
public record Prompt(int[] tokens, List<ImageSpan> images) {

    public Prompt {
        images = List.copyOf(images);
    }
}
