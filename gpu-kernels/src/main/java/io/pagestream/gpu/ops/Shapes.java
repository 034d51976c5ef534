package io.pagestream.gpu.ops;

import io.pagestream.compute.DType;
import io.pagestream.compute.Tensor;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Checks of shapes: the message names the operation, what it expects, and every operand. */
final class Shapes {

    private Shapes() {}

    static void require(boolean fits, String operation, String expected, Tensor... operands) {
        if (!fits) {
            throw new IllegalArgumentException(
                    operation + "(" + describe(operands) + "): expected " + expected + " for these shapes");
        }
    }

    static void same(String operation, Tensor first, Tensor second) {
        require(
                first.rows() == second.rows() && first.columns() == second.columns(),
                operation,
                "equal shapes",
                first,
                second);
    }

    /** A [1, columns] vector of weights. */
    static void vector(String operation, Tensor vector, int columns, Tensor of) {
        require(
                vector.rows() == 1 && vector.columns() == columns && vector.type() == DType.F32,
                operation,
                "an F32 vector [1, " + columns + "]",
                of,
                vector);
    }

    /** An I32 list of {@code count} values. */
    static void list(String operation, Tensor list, int count, Tensor of) {
        require(
                list.rows() == 1 && list.columns() == count && list.type() == DType.I32,
                operation,
                "an I32 list [1, " + count + "]",
                of,
                list);
    }

    static void types(String operation, DType type, Tensor... operands) {
        for (Tensor operand : operands) {
            require(operand.type() == type, operation, type + " activations", operands);
        }
    }

    static void range(String operation, int first, int count, int of) {
        if (first < 0 || count < 0 || first > of - count) {
            throw new IllegalArgumentException(
                    operation + "(" + first + ", " + count + "): outside of the " + of + " that there are");
        }
    }

    static String describe(Tensor... operands) {
        return Arrays.stream(operands)
                .map(tensor -> tensor.type() + " [" + tensor.rows() + ", " + tensor.columns() + "]")
                .collect(Collectors.joining(", "));
    }
}
