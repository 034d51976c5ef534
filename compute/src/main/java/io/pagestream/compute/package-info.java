/**
 * What a device can do: tensors, and the operations on them in the model's words.
 *
 * <p>Knows no model, no file and no Flink. One thread drives a device; devices are found as services. Start reading at
 * {@link io.pagestream.compute.Ops}.
 */
package io.pagestream.compute;
