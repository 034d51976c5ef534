package io.pagestream.jobs.command;

import io.pagestream.formats.Format;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which files a document becomes. */
public final class FormatArguments {

    @Option(
            names = {"--format", "--to"},
            paramLabel = "FORMAT",
            split = ",",
            description = "What each document becomes in the folder, one or more of: markdown, text, json, html, hocr,"
                    + " alto, pdf (searchable), csv (tables), chunks (for retrieval). Default: markdown.")
    private List<String> titles = List.of();

    /**
     * The formats that were named, or Markdown.
     *
     * @throws IllegalArgumentException when there is no such format
     */
    public List<Format> orMarkdown() {
        return titles.isEmpty()
                ? List.of(Format.MARKDOWN)
                : titles.stream().map(Format::of).distinct().toList();
    }

    /**
     * Looks at the arguments before anything is loaded.
     *
     * @param folder where files go; null when results are printed
     * @throws IllegalArgumentException when formats are named and there is no folder, or there is no such format
     */
    public void requireFolder(Path folder) {
        if (folder == null && !titles.isEmpty()) {
            throw new IllegalArgumentException("--format needs --out, got --format " + String.join(",", titles));
        }
        orMarkdown();
    }
}
