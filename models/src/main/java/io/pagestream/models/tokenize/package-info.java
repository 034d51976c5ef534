/**
 * Text to ids and back, exactly as the reference tokenizers do it. Knows nothing of prompts, models or devices. Immutable
 * once made; any thread. Start with {@link io.pagestream.models.tokenize.Tokenizer}, then
 * {@link io.pagestream.models.tokenize.Tokenizers}.
 */
package io.pagestream.models.tokenize;
