package io.pagestream.engine.request;

import java.io.Serializable;
import java.util.List;

/** What an answer must look like; the engine lets no token through that could not lead there. */
public sealed interface AnswerForm extends Serializable {

    /**
     * A JSON value, written compactly, with the properties in the order of the schema.
     *
     * @param schema JSON Schema, draft 2020-12
     */
    record Json(String schema) implements AnswerForm {}

    /**
     * A text that matches from end to end.
     *
     * @param regex syntax of ECMA-262 without look-around and back references
     */
    record Matching(String regex) implements AnswerForm {}

    /** Exactly one of {@code choices}. */
    record OneOf(List<String> choices) implements AnswerForm {

        public OneOf {
            choices = List.copyOf(choices);
        }
    }
}
