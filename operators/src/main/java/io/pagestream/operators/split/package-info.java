/**
 * The second stage: a document becomes references to its pages.
 *
 * <p>Knows how many pages a document has, makes no pixels. Belongs to the task's thread. Start reading at {@code
 * SplitPages}.
 */
package io.pagestream.operators.split;
