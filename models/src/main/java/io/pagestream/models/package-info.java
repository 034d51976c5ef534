/**
 * The door of the room: a folder in the Hugging Face layout becomes a model on a device. Wires configuration, weights,
 * tokenizer, prompts, vision and language; knows no engine and no pixels but tiles. {@link
 * io.pagestream.models.ModelFolder} is immutable; loading and computing belong to the device's thread.
 * Start with {@link io.pagestream.models.ModelLoader}.
 */
package io.pagestream.models;
