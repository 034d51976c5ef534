package io.pagestream.models.parity;

import io.pagestream.compute.Device;
import io.pagestream.models.LoadedModel;
import io.pagestream.models.config.Layout;
import io.pagestream.models.golden.GoldenCase;
import io.pagestream.models.golden.GoldenFolder;
import io.pagestream.models.prompt.Prompt;
import java.util.List;
import java.util.Optional;

/**
 * A question as the model's own template, tokenizer and encoder make it ready for the decoder.
 *
 * @param finding where its prompt is another than the reference's
 * @param rows what the decoder gets; the reference's tokens where the difference is a known one
 * @param note the known difference, or empty
 */
public record PreparedCase(Optional<ParityFinding> finding, Rows rows, String note) {

    /** Prepares a question. Belongs to the device's thread. */
    public static PreparedCase of(
            GoldenFolder folder, GoldenCase asked, LoadedModel model, Device device, Pictures pictures) {
        List<Views> views = asked.pictures().stream()
                .map(picture -> pictures.of(folder, model.config().vision(), picture))
                .toList();
        Prompt prompt =
                model.prompt(asked.turns(), views.stream().map(Views::shape).toList());
        Encoding encoding = new Encoding(device, model.vision());
        List<float[]> encoded = views.stream().map(encoding::vectors).toList();
        float[] separators = views.isEmpty() ? new float[0] : encoding.separators();
        int hidden = model.config().language().hidden();
        Optional<ParityFinding> other = PromptCheck.compare(prompt, asked);
        if (other.isPresent()
                && model.config().layout().equals(Layout.XCOMPOSER.title())
                && PromptCheck.repeatsTheFirst(prompt, asked)) {
            Rows placed = Rows.placed(asked, prompt, encoded, separators, hidden);
            return new PreparedCase(Optional.empty(), placed, PromptCheck.BOS_ONCE);
        }
        return new PreparedCase(other, Rows.written(prompt, encoded, separators, hidden), "");
    }
}
