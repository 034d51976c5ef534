/**
 * Weights as they lie in the files of a folder, and their way onto a device. Knows files, names and shapes; knows nothing
 * of what a model computes. Reading is thread-safe, loading belongs to the device's thread.
 * Start with {@link io.pagestream.models.weights.WeightSource}, then {@link io.pagestream.models.weights.Weights}.
 */
package io.pagestream.models.weights;
