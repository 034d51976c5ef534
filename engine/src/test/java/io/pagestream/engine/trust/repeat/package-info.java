/** Loops that must be cut and honest pages that must not. */
package io.pagestream.engine.trust.repeat;
