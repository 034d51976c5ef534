package io.pagestream.compute;

import java.util.ArrayList;
import java.util.List;

/** The activations of one forward pass: taken one by one, given back together. Belongs to the device's thread. */
public final class Scratch implements AutoCloseable {

    private final Device device;
    private final List<Tensor> taken = new ArrayList<>();

    public Scratch(Device device) {
        this.device = device;
    }

    public Device device() {
        return device;
    }

    /** Activations of undefined content. */
    public Tensor take(int rows, int columns) {
        return keep(device.allocate(device.activations(), MemoryTag.ACTIVATIONS, rows, columns));
    }

    /** F32 values from the host, [rows, columns]. */
    public Tensor floats(int rows, int columns, float[] values) {
        Tensor tensor = keep(device.allocate(DType.F32, MemoryTag.ACTIVATIONS, rows, columns));
        tensor.write(values);
        return tensor;
    }

    /** I32 values from the host, [1, values.length]. */
    public Tensor ints(int... values) {
        Tensor tensor = keep(device.allocate(DType.I32, MemoryTag.ACTIVATIONS, 1, values.length));
        tensor.write(values);
        return tensor;
    }

    private Tensor keep(Tensor tensor) {
        taken.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        taken.forEach(Tensor::close);
        taken.clear();
    }
}
