/**
 * Reads the files that the reference wrote.
 *
 * <p>For tests only; knows file formats, no expectation. Start reading at {@code Golden}.
 */
package io.pagestream.imaging.golden;
