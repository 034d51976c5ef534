package io.pagestream.operators.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.DataType;

/** A column that a model may declare. */
interface DeclaredColumn {

    /** Its name in the declaration. */
    String column();

    /** Its type, nullable. */
    DataType type();

    /**
     * Those that {@code schema} declares, in its order.
     *
     * @param clause INPUT or OUTPUT
     * @throws ValidationException when it declares one that is not known, or with another type
     */
    static <C extends DeclaredColumn> List<C> of(ResolvedSchema schema, List<C> known, String clause) {
        List<C> declared = new ArrayList<>();
        for (Column column : schema.getColumns()) {
            C found = known.stream()
                    .filter(each -> each.column().equals(column.getName()))
                    .findFirst()
                    .orElseThrow(() -> new ValidationException("the column '" + column.getName() + "' of " + clause
                            + " is not known; known are " + names(known)));
            if (!found.type().getLogicalType().equals(column.getDataType().getLogicalType())) {
                throw new ValidationException("the column '" + column.getName() + "' of " + clause + " must be "
                        + found.type() + ", got " + column.getDataType());
            }
            declared.add(found);
        }
        return List.copyOf(declared);
    }

    private static String names(List<? extends DeclaredColumn> columns) {
        return columns.stream()
                .map(column -> column.column() + " " + column.type())
                .collect(Collectors.joining(", "));
    }
}
