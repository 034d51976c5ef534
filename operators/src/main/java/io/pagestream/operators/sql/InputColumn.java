package io.pagestream.operators.sql;

import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/** What a row may say of the document that it wants read. */
enum InputColumn implements DeclaredColumn {
    URI("uri", DataTypes.STRING()),
    CONTENT("content", DataTypes.BYTES()),
    DOCUMENT_ID("document_id", DataTypes.STRING()),
    PAGE("page", DataTypes.INT()),
    TASK("task", DataTypes.STRING()),
    QUESTION("question", DataTypes.STRING()),
    ANSWER_SCHEMA("answer_schema", DataTypes.STRING()),
    PASSWORD("password", DataTypes.STRING()),
    TENANT("tenant", DataTypes.STRING());

    private final String column;
    private final DataType type;

    InputColumn(String column, DataType type) {
        this.column = column;
        this.type = type;
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public DataType type() {
        return type;
    }
}
