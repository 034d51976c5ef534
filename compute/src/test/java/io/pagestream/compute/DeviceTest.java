package io.pagestream.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test on one device: hands out tensors, and asks at the end that all memory came back. Subclasses bring the device. */
public abstract class DeviceTest {

    private static final float UNTOUCHED = -77;
    private static final int MARGIN_ROWS = 2;
    private static final int MARGIN_COLUMNS = 8;

    protected final Random random = new Random(20261121);
    protected Device device;
    protected Ops ops;

    private final List<Tensor> owned = new ArrayList<>();
    private final List<Margin> margins = new ArrayList<>();
    private Map<MemoryTag, Long> before;

    private record Margin(Tensor base, int rows, int columns) {}

    protected abstract Device open();

    /** How far a result may be from the plain loop's, relative to 1 + its size. */
    protected abstract double tolerance();

    @BeforeEach
    void openTheDevice() {
        device = open();
        ops = device.ops();
        before = device.liveBytes();
    }

    @AfterEach
    void nothingOutsideOfAViewWasWrittenAndAllMemoryIsReturned() {
        if (device == null) {
            return; // the device is not there, the test was skipped
        }
        margins.forEach(DeviceTest::isUntouched);
        owned.forEach(Tensor::close);
        assertThat(device.liveBytes()).as("bytes still allocated, by tag").isEqualTo(before);
        device.close();
    }

    private static void isUntouched(Margin margin) {
        float[] all = margin.base.toFloats();
        int columns = margin.base.columns();
        for (int i = 0; i < all.length; i++) {
            int row = i / columns - MARGIN_ROWS;
            int column = i % columns - MARGIN_COLUMNS;
            if (row < 0 || row >= margin.rows || column < 0 || column >= margin.columns) {
                assertThat(all[i])
                        .as("row %d, column %d, outside of the view", row, column)
                        .isEqualTo(UNTOUCHED);
            }
        }
    }

    /** Activations with random values near 1 in size. */
    protected Tensor random(int rows, int columns, boolean view) {
        return filled(rows, columns, view, randomFloats(rows * columns));
    }

    /** Activations; as a view it lies inside of a larger tensor that must not be written to. */
    protected Tensor filled(int rows, int columns, boolean view, float... values) {
        Tensor tensor = view ? viewOf(rows, columns) : own(allocate(rows, columns));
        tensor.write(values);
        return tensor;
    }

    private Tensor viewOf(int rows, int columns) {
        Tensor base = own(allocate(rows + 2 * MARGIN_ROWS, columns + 2 * MARGIN_COLUMNS));
        float[] all = new float[base.rows() * base.columns()];
        java.util.Arrays.fill(all, UNTOUCHED);
        base.write(all);
        margins.add(new Margin(base, rows, columns));
        return base.rowRange(MARGIN_ROWS, rows).columnRange(MARGIN_COLUMNS, columns);
    }

    private Tensor allocate(int rows, int columns) {
        return device.allocate(device.activations(), MemoryTag.ACTIVATIONS, rows, columns);
    }

    protected Tensor ints(int... values) {
        Tensor tensor = own(device.allocate(DType.I32, MemoryTag.ACTIVATIONS, 1, values.length));
        tensor.write(values);
        return tensor;
    }

    protected Tensor vector(float... values) {
        return own(device.load(TestWeight.f32("vector", 1, values.length, values), WeightUse.VECTOR));
    }

    protected <T extends Tensor> T own(T tensor) {
        owned.add(tensor);
        return tensor;
    }

    protected float[] randomFloats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    protected void assertNear(float[] actual, double... expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            double allowed = tolerance() * (1 + Math.abs(expected[i]));
            if (!(Math.abs(actual[i] - expected[i]) <= allowed)) {
                assertThat((double) actual[i])
                        .as("element %d of %d", i, actual.length)
                        .isEqualTo(expected[i]);
            }
        }
    }
}
