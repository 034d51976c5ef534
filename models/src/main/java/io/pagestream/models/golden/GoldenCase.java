package io.pagestream.models.golden;

import io.pagestream.models.prompt.ImageShape;
import io.pagestream.models.prompt.Turn;
import java.util.List;

/**
 * One question that the reference answered. Cases of kind {@code batch} are split into their samples ({@code batch.0}
 * and so on), since an answer may not depend on its neighbours.
 *
 * @param fixture name of the folder
 * @param id unique in the fixture
 * @param kind as the reference calls it: text, image, images, history, video, batch
 * @param turns the dialogue
 * @param pictures the images, in the order in which {@code turns} names them
 * @param prompt the text that the tokenizer was given; empty where the reference did not note it
 * @param inputIds the prompt's tokens; at the vectors of images, a placeholder of the vocabulary, or -1
 * @param imageRows which of them are vectors of images
 * @param adapter the low-rank addition of a task, for example {@code web}; empty for none
 * @param inputsEmbeds name of a tensor [tokens, hidden], or empty
 * @param logits name of a tensor [tokens, vocabulary] or [1, vocabulary] (last position), or empty
 * @param stepLogits name of a tensor [steps, vocabulary], the logits that chose the first tokens; or empty
 * @param hiddenStates names: embeddings, output of each layer but the last, state after the final norm; or none
 * @param greedy the answer
 * @param repetitionPenalty 1 for none
 * @param penaltyOnPrompt whether the penalty also counts the prompt's tokens
 * @param stopTokens tokens that end the answer
 * @param maxNewTokens of the answer
 */
public record GoldenCase(
        String fixture,
        String id,
        String kind,
        List<Turn> turns,
        List<Picture> pictures,
        String prompt,
        int[] inputIds,
        int[] imageRows,
        String adapter,
        String inputsEmbeds,
        String logits,
        String stepLogits,
        List<String> hiddenStates,
        Greedy greedy,
        float repetitionPenalty,
        boolean penaltyOnPrompt,
        List<Integer> stopTokens,
        int maxNewTokens) {

    /**
     * @param id as in {@link GoldenFolder#pictureFile}
     * @param maxTiles of the aspect-ratio match
     * @param columns tiles from left to right
     * @param rows tiles from top to bottom
     * @param tiles how many there are, thumbnail or view of the whole included
     * @param montage whether it shows the frames of a video and is prepared as such
     */
    public record Picture(String id, int maxTiles, int columns, int rows, int tiles, boolean montage) {

        /** Where the shape of the grid does not matter. */
        public static Picture inARow(String id, int maxTiles, int tiles) {
            return new Picture(id, maxTiles, tiles, 1, tiles, false);
        }
    }

    /**
     * @param ids the stop token included when one was met
     * @param text without special tokens
     * @param textWithSpecial special tokens written out
     * @param response what the reference returned to its caller
     * @param stopped whether a stop token ended it
     */
    public record Greedy(int[] ids, String text, String textWithSpecial, String response, boolean stopped) {}

    /** The shape of each picture, as {@code LoadedModel.prompt} wants it. */
    public List<ImageShape> images() {
        return pictures.stream()
                .map(picture -> new ImageShape(picture.columns(), picture.rows(), picture.tiles()))
                .toList();
    }

    /** The same question with another adapter. */
    public GoldenCase withAdapter(String other) {
        return new GoldenCase(
                fixture,
                id,
                kind,
                turns,
                pictures,
                prompt,
                inputIds,
                imageRows,
                other,
                inputsEmbeds,
                logits,
                stepLogits,
                hiddenStates,
                greedy,
                repetitionPenalty,
                penaltyOnPrompt,
                stopTokens,
                maxNewTokens);
    }

    @Override
    public String toString() {
        return fixture + " / " + id;
    }
}
