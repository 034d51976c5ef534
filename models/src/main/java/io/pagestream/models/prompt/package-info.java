/**
 * Dialogues to tokens: templates, the places of images, and the guard between a person's words and the template. May know
 * configuration and tokenizers, never devices or weights. Everything is immutable; any thread.
 * Start with {@link io.pagestream.models.prompt.Turn}, then {@link io.pagestream.models.prompt.PromptTemplate}.
 */
package io.pagestream.models.prompt;
