package io.pagestream.models.prompt;

import java.util.List;

/** How the pieces of a prompt become tokens. */
interface PromptTokens {

    /** @param vectors of each image, as in {@link ImageSpan#vectors} */
    Prompt write(List<Piece> pieces, int[][] vectors);

    /** What stands in the text for an image of {@code vectors} vectors. */
    String text(int vectors);
}
