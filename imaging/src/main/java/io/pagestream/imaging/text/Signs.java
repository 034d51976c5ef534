package io.pagestream.imaging.text;

/**
 * What was seen on a page while its text was taken: what tells whether that text may be believed. All but the last four are
 * numbers of glyphs; spaces are never counted.
 *
 * @param letters that are to be seen; they are the words of the layer
 * @param unmapped of the letters: the document does not say which character they are
 * @param odd of the letters: private-use, replacement or control characters
 * @param sideways of the letters: not level on the page as a viewer shows it
 * @param vertical of the letters: set from top to bottom, as Chinese and Japanese may be
 * @param invisible painted neither filled nor stroked, as OCR programs lay text over a scan; not among the letters
 * @param hidden under paint, in the colour of what is below them, or too small to be read; not among the letters
 * @param outside of the page or of the clip; not among the letters
 * @param drawn filled shapes of the size of a letter, made of curves
 * @param annotations that a viewer would show, those without anything to paint included; links are none
 * @param pictured share of the page that its largest image covers, 0 to 1
 * @param complete whether all of the page was looked at; a page may have more on it than a layer may hold
 */
public record Signs(
        int letters,
        int unmapped,
        int odd,
        int sideways,
        int vertical,
        int invisible,
        int hidden,
        int outside,
        int drawn,
        int annotations,
        double pictured,
        boolean complete) {}
