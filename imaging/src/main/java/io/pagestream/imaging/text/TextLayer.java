package io.pagestream.imaging.text;

import java.util.List;

/**
 * The text that a page carries, with what tells whether it may be believed. Immutable, of strings and numbers only; bounded:
 * at most {@value #MOST_LETTERS} letters.
 *
 * @param width of the page as a viewer shows it, PDF points
 * @param height PDF points
 * @param pixelWidth of the picture that the page would become
 * @param pixelHeight of the picture that the page would become
 * @param words in the order in which the page paints them
 * @param signs what was seen beside them
 */
public record TextLayer(double width, double height, int pixelWidth, int pixelHeight, List<Word> words, Signs signs) {

    /** A page of a telephone book has some 20,000. */
    public static final int MOST_LETTERS = 100_000;

    public TextLayer {
        words = List.copyOf(words);
    }
}
