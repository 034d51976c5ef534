package io.pagestream.jobs.bench;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/** Measures something several times and keeps the median. */
record Repeats(int times) {

    double median(DoubleSupplier measure) {
        double[] values = new double[times];
        for (int i = 0; i < times; i++) {
            values[i] = measure.getAsDouble();
        }
        Arrays.sort(values);
        int middle = times / 2;
        return times % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
