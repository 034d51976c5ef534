/**
 * The stage that reads: tiles become the text of a page.
 *
 * <p>Knows the engine's answers and where lines of ink stand, no pixels. Answers come on the engine's completion thread. Start reading at {@code
 * RecognizePage}.
 */
package io.pagestream.operators.recognize;
