/**
 * A private folder on this machine for the few things that must be files: native libraries and the model in the box.
 * Knows nothing of models. Any thread, any number of processes.
 * Start with {@link io.pagestream.models.cache.CacheFolder}.
 */
package io.pagestream.models.cache;
