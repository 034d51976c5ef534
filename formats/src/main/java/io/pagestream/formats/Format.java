package io.pagestream.formats;

import io.pagestream.schemas.OcrResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a document can be written as. Any thread may write; the searchable PDF takes memory for the document and its
 * largest page.
 */
public enum Format {
    MARKDOWN {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("md", Markdown.of(result));
        }
    },
    TEXT {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("txt", PlainText.of(result));
        }
    },
    JSON {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("json", JsonText.indented(JsonLines.tree(result)));
        }
    },
    HTML {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("html", Html.of(result));
        }
    },
    HOCR {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("hocr", Hocr.of(result));
        }
    },
    ALTO {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("alto.xml", Alto.of(result));
        }
    },
    PDF {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) throws UnwritableException {
            return List.of(new FormatFile("searchable.pdf", SearchablePdf.of(result, original)));
        }
    },
    CSV {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return TableCsv.of(result);
        }
    },
    CHUNKS {
        @Override
        public List<FormatFile> write(OcrResult result, Original original) {
            return one("chunks.jsonl", Chunks.of(result));
        }
    };

    /**
     * The files of a document in this format.
     *
     * @throws UnwritableException when the document cannot be written in this format; nothing else is thrown for the
     *     sake of what stands in {@code result}
     */
    public abstract List<FormatFile> write(OcrResult result, Original original) throws UnwritableException;

    /** As it is written on the command line. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The format of that title.
     *
     * @throws IllegalArgumentException when there is none; the message names all
     */
    public static Format of(String title) {
        return Arrays.stream(values())
                .filter(format -> format.title().equals(title))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("a format is one of " + titles() + ", got '" + title + "'"));
    }

    private static String titles() {
        return Arrays.stream(values()).map(Format::title).collect(Collectors.joining(", "));
    }

    private static List<FormatFile> one(String ending, String text) {
        return List.of(FormatFile.text(ending, text));
    }
}
