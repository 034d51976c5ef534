/**
 * Tokens and image vectors to logits. May know configuration, weights and the device door; knows neither prompts nor
 * vision. Everything here belongs to the device's thread, the values of a step excepted.
 * Start with {@link io.pagestream.models.language.DecoderBlock}, then {@link io.pagestream.models.language.CausalDecoder}.
 */
package io.pagestream.models.language;
