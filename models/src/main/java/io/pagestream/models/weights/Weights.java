package io.pagestream.models.weights;

import io.pagestream.compute.Device;
import io.pagestream.compute.StoredTensor;
import io.pagestream.compute.Tensor;
import io.pagestream.compute.WeightUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Takes weights from the files onto a device, each by the name and in the shape that the model expects. Belongs to the
 * device's thread; keeps nothing but the list of what it loaded.
 */
public final class Weights {

    private final WeightSource source;
    private final WeightNames names;
    private final Device device;
    private final int layer;
    private final List<Tensor> loaded;

    public Weights(WeightSource source, WeightNames names, Device device) {
        this(source, names, device, 0, new ArrayList<>());
    }

    private Weights(WeightSource source, WeightNames names, Device device, int layer, List<Tensor> loaded) {
        this.source = source;
        this.names = names;
        this.device = device;
        this.layer = layer;
        this.loaded = loaded;
    }

    /** The weights of one layer: where a name in the table has a layer's number, it is {@code number}. */
    public Weights layer(int number) {
        return new Weights(source, names, device, number, loaded);
    }

    /** Whether the model has a weight of this name. */
    public boolean has(String name) {
        return names.has(name);
    }

    /** Rows of a stored matrix, where only the file tells how many there are. */
    public int rows(String name) {
        return parts(name).stream().mapToInt(NamedTensor::rows).sum();
    }

    /**
     * A norm's weight, a bias, a layer scale: [1, sum of columns].
     *
     * @param columns of each of the stacked parts; one number where nothing is stacked
     */
    public Tensor vector(String name, int... columns) {
        return vector(name, UnaryOperator.identity(), columns);
    }

    /** @param change what is done to the elements, as one column, before they are loaded */
    public Tensor vector(String name, UnaryOperator<StoredTensor> change, int... columns) {
        List<NamedTensor> parts = parts(name);
        require(parts, NamedTensor::elements, columns, "");
        List<StoredTensor> flat = new ArrayList<>();
        parts.forEach(part -> flat.add(new Reshaped(part, part.elements(), 1)));
        StoredTensor column = change.apply(flat.size() == 1 ? flat.get(0) : new StackedRows(flat));
        return load(new Reshaped(column, 1, column.rows()), WeightUse.VECTOR);
    }

    /** Several vectors that lie in one tensor, such as position embeddings: [rows, columns]. */
    public Tensor vectors(String name, int rows, int columns) {
        return load(reshaped(name, rows, columns), WeightUse.VECTOR);
    }

    private StoredTensor reshaped(String name, int rows, int columns) {
        NamedTensor stored = source.tensor(names.of(name, layer).get(0));
        List<Long> shape = stored.shape();
        boolean wide = shape.get(shape.size() - 1) != columns;
        if (wide || (long) stored.rows() * stored.columns() != (long) rows * columns) {
            throw wrong(List.of(stored), rows + " x " + columns);
        }
        return new Reshaped(stored, rows, columns);
    }

    /**
     * Vectors that are computed from stored ones, such as position embeddings for another number of patches.
     *
     * @param storedRows of the tensor in the file
     * @param change gets the stored elements and gives [rows, columns]
     */
    public Tensor computed(String name, int storedRows, int rows, int columns, UnaryOperator<float[]> change) {
        StoredTensor stored = reshaped(name, storedRows, columns);
        return load(
                new Computed(stored.name(), rows, columns, change.apply(StoredFloats.of(stored))), WeightUse.VECTOR);
    }

    /** A matrix of which rows are gathered. */
    public Tensor table(String name, int rows, int columns) {
        return load(matrix(name, columns, rows), WeightUse.TABLE);
    }

    /**
     * The right side of a product: [sum of rows, columns], the rows being the width of the result.
     *
     * @param rows of each of the stacked parts; one number where nothing is stacked
     */
    public Tensor linear(String name, int columns, int... rows) {
        return load(matrix(name, columns, rows), WeightUse.LINEAR);
    }

    /** @param change what is done to the matrix before it is loaded */
    public Tensor linear(String name, UnaryOperator<StoredTensor> change, int columns, int... rows) {
        return load(change.apply(matrix(name, columns, rows)), WeightUse.LINEAR);
    }

    private Tensor load(StoredTensor stored, WeightUse use) {
        Tensor tensor = device.load(stored, use);
        loaded.add(tensor);
        return tensor;
    }

    private StoredTensor matrix(String name, int columns, int... rows) {
        List<NamedTensor> parts = parts(name);
        require(parts, NamedTensor::rows, rows, " x " + columns);
        if (parts.stream().anyMatch(part -> part.columns() != columns)) {
            throw wrong(parts, Arrays.toString(rows) + " x " + columns);
        }
        return parts.size() == 1 ? parts.get(0) : new StackedRows(List.<StoredTensor>copyOf(parts));
    }

    /** Each part as long as expected, or one part as long as all together. */
    private void require(List<NamedTensor> parts, ToIntFunction<NamedTensor> length, int[] expected, String width) {
        int[] found = parts.stream().mapToInt(length).toArray();
        int[] wanted = found.length == 1 ? new int[] {Arrays.stream(expected).sum()} : expected;
        if (!Arrays.equals(found, wanted)) {
            throw wrong(parts, (wanted.length == 1 ? Integer.toString(wanted[0]) : Arrays.toString(wanted)) + width);
        }
    }

    private List<NamedTensor> parts(String name) {
        return names.of(name, layer).stream().map(source::tensor).toList();
    }

    private IllegalArgumentException wrong(List<NamedTensor> parts, String expected) {
        StringBuilder found = new StringBuilder();
        for (NamedTensor part : parts) {
            found.append(found.isEmpty() ? "the tensor '" : " and '")
                    .append(part.name())
                    .append("' of shape ")
                    .append(part.shape());
        }
        return new IllegalArgumentException(found + " in " + source.folder() + " should be " + expected
                + "; check that the weights belong to this config.json");
    }

    /** Gives back everything that was loaded, also through {@link #layer}. */
    public void close() {
        loaded.forEach(Tensor::close);
        loaded.clear();
    }
}
