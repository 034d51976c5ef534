package io.pagestream.imaging.text;

/**
 * A part of a page.
 *
 * @param text Markdown
 */
public record TextBlock(Kind kind, String text, Region box) {

    /** What a part is; the names in small letters are those of the records. */
    public enum Kind {
        TEXT,
        HEADING,
        LIST,
        TABLE
    }
}
