package io.pagestream.operators.sql;

import io.pagestream.operators.options.PipelineKeys;
import io.pagestream.operators.options.PipelineOptions;
import io.pagestream.operators.reading.PageTask;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * What stands behind {@code WITH}: four options of the model, and those of the pipeline without their beginning {@value
 * #PREFIX}.
 *
 * @param pipeline how documents are opened and read
 * @param task of rows that do not say it
 * @param questions of rows that do not say one
 * @param answerSchema of rows that do not say it; null for none
 * @param onError what a failure becomes
 */
record ModelOptions(PipelineOptions pipeline, String task, List<String> questions, String answerSchema, OnError onError)
        implements Serializable {

    /** What the failure of a page or a document becomes. */
    enum OnError {
        /** A row whose columns are NULL, but for those that say what failed and why. */
        NULL,
        /** The failure of the query. */
        FAIL
    }

    static final String PREFIX = "pagestream.";

    static final ConfigOption<String> TASK = ConfigOptions.key("task")
            .stringType()
            .defaultValue("read")
            .withDescription("What is wanted of each page, where the column task does not say it.");

    static final ConfigOption<List<String>> QUESTION = ConfigOptions.key("question")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription("Asked of each page, where the column question does not say one; of the task fields, the"
                    + " names of the values. Several are parted by semicolons, and each answer is a row.");

    static final ConfigOption<String> ANSWER_SCHEMA = ConfigOptions.key("answer-schema")
            .stringType()
            .noDefaultValue()
            .withDescription("JSON Schema of the answers, where the column answer_schema does not say it.");

    static final ConfigOption<OnError> ON_ERROR = ConfigOptions.key("on-error")
            .enumType(OnError.class)
            .defaultValue(OnError.NULL)
            .withDescription(
                    "null: what cannot be read is a row with NULL instead of a text; fail: it fails the query.");

    static final Set<ConfigOption<?>> OWN = Set.of(TASK, QUESTION, ANSWER_SCHEMA, ON_ERROR);

    /** Options of stages that a query does not have. */
    static final Set<ConfigOption<?>> OF_THE_STREAM = Set.of(
            PipelineKeys.FETCH_TIMEOUT,
            PipelineKeys.ASK_CAPACITY,
            PipelineKeys.PAGE_TIMEOUT,
            PipelineKeys.DOCUMENT_DEADLINE,
            PipelineKeys.REMEMBER,
            PipelineKeys.MAX_RESULT,
            PipelineKeys.CLAIM_ABOVE,
            PipelineKeys.MAX_PARALLELISM);

    ModelOptions {
        questions = List.copyOf(questions);
    }

    /**
     * @param written as they stand behind {@code WITH}
     * @throws ValidationException when an option is not known or has no meaning in a query
     * @throws IllegalArgumentException when a value cannot be, or contradicts another one
     */
    static ModelOptions from(Map<String, String> written) {
        Set<String> known = new HashSet<>(pipelineKeys());
        OWN.forEach(option -> known.add(option.key()));
        known.add(FactoryUtil.PROVIDER.key());
        FactoryUtil.validateUnconsumedKeys(PagestreamModelFactory.NAME, written.keySet(), known);

        Configuration own = Configuration.fromMap(written);
        Configuration pipeline = new Configuration();
        pipelineKeys().stream()
                .filter(written::containsKey)
                .forEach(key -> pipeline.setString(PREFIX + key, written.get(key)));
        pipeline.set(
                PipelineKeys.ASK_CAPACITY, 1); // pages that are read and pages that are asked about share their room
        return new ModelOptions(
                PipelineOptions.from(pipeline),
                checkedTask(own.get(TASK)),
                own.get(QUESTION),
                own.get(ANSWER_SCHEMA),
                own.get(ON_ERROR));
    }

    /** Those of the pipeline that have a meaning here, without their beginning. */
    static Set<String> pipelineKeys() {
        return Stream.of(PipelineKeys.class.getFields())
                .map(ModelOptions::option)
                .filter(option -> !OF_THE_STREAM.contains(option))
                .map(option -> option.key().substring(PREFIX.length()))
                .collect(Collectors.toSet());
    }

    private static ConfigOption<?> option(java.lang.reflect.Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is public", e);
        }
    }

    private static String checkedTask(String task) {
        if (PageTask.require(task).asks() && PageTask.require(task).reads()) {
            throw new ValidationException("a row is a page or an answer, and the task " + task
                    + " gives both; make one model for each: one that reads, one with the task " + PageTask.ASK);
        }
        return task;
    }
}
