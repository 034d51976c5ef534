/** Figures by hand. */
package io.pagestream.engine.trust.confidence;
