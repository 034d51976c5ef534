/**
 * The first stage: is this a request that can be served, and are the bytes of its document what it says they are?
 *
 * <p>Knows claim checks, no pixels. Bytes are read on threads of the subtask's own. Start reading at {@code FetchDocument}.
 */
package io.pagestream.operators.fetch;
