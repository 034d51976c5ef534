package io.pagestream.operators.sink;

import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** One Markdown file for each document, complete or not there. */
final class MarkdownFolder implements Beside<OcrResult> {

    private static final long serialVersionUID = 1L;

    private final String folder;
    private final JsonLinesSink.ToLine<OcrResult> toMarkdown;

    MarkdownFolder(String folder, JsonLinesSink.ToLine<OcrResult> toMarkdown) {
        this.folder = folder;
        this.toMarkdown = toMarkdown;
    }

    @Override
    public void write(OcrResult result) throws IOException {
        Path place = Path.of(folder);
        String name = SafeName.of(result.getDocumentId()) + ".md";
        Path draft = place.resolve("." + name + ".part");
        Files.writeString(draft, toMarkdown.apply(result));
        Files.move(draft, place.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
