/**
 * From a page's reference to its tiles, and how both travel.
 *
 * <p>Knows pixels and claim checks, no engine. {@code TiledPage} is immutable; {@code PageTiler} and {@code OpenDocuments}
 * belong to one thread. Start reading at {@code PageTiler}.
 */
package io.pagestream.operators.page;
