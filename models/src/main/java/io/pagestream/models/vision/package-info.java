/**
 * Tiles to vectors of the decoder's width. May know configuration, weights and the device door; knows neither prompts nor
 * language models. Everything here belongs to the device's thread.
 * Start with {@link io.pagestream.models.vision.ViewEncoder}.
 */
package io.pagestream.models.vision;
