package io.pagestream.operators.sql;

import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.DataType;

/** What a model may say of a page, or of a question about it; NULL where there is nothing to say. */
enum OutputColumn implements DeclaredColumn {
    PAGE("page", DataTypes.INT(), PageOutcome::page),
    PAGES("pages", DataTypes.INT(), PageOutcome::pages),
    TEXT("text", DataTypes.STRING(), field("text")),
    QUESTION("question", DataTypes.STRING(), PageOutcome::question),
    ANSWER("answer", DataTypes.STRING(), field("answer")),
    JSON("json", DataTypes.STRING(), field("json")),
    CONFIDENCE("confidence", DataTypes.DOUBLE(), field("confidence")),
    ORIGIN("origin", DataTypes.STRING(), field("origin")),
    ROUTING("routing", DataTypes.STRING(), field("routing")),
    WIDTH("width", DataTypes.INT(), field("width")),
    HEIGHT("height", DataTypes.INT(), field("height")),
    FINISH_REASON("finish_reason", DataTypes.STRING(), field("finishReason")),
    TOKENS("tokens", DataTypes.INT(), field("tokens")),
    MILLISECONDS("milliseconds", DataTypes.BIGINT(), field("milliseconds")),
    MODEL("model", DataTypes.STRING(), field("model")),
    PROMPT_VERSION("prompt_version", DataTypes.STRING(), field("promptVersion")),
    RECORD("record", DataTypes.STRING(), outcome -> outcome.record().orElse(null)),
    STATUS("status", DataTypes.STRING(), outcome -> outcome.isFailed() ? "FAILED" : "OK"),
    REASON("reason", DataTypes.STRING(), PageOutcome::reason),
    DETAIL("detail", DataTypes.STRING(), PageOutcome::detail);

    private final String column;
    private final DataType type;
    private final Function<PageOutcome, Object> value;

    OutputColumn(String column, DataType type, Function<PageOutcome, Object> value) {
        this.column = column;
        this.type = type;
        this.value = value;
    }

    private static Function<PageOutcome, Object> field(String name) {
        return outcome -> outcome.field(name).orElse(null);
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public DataType type() {
        return type;
    }

    /** As Flink's tables hold it; may be null. */
    Object of(PageOutcome outcome) {
        Object said = value.apply(outcome);
        return said == null || said instanceof Number ? said : StringData.fromString(said.toString());
    }
}
