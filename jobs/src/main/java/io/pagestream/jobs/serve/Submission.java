package io.pagestream.jobs.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.fetch.RequestRules;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.TextLayerUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a client says of a document beside its bytes. The names are the same in a query, in a form and in JSON.
 *
 * @param uri where the document lies; empty when its bytes are in the request
 * @param name for people; may be empty
 * @param mediaType a hint; may be empty
 * @param password null without one; never shown
 */
record Submission(Wishes wishes, String uri, String name, String mediaType, String password) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> LISTS = Set.of("fields", "questions", "pages");
    private static final Set<String> TEXTS =
            Set.of("task", "answerSchema", "lane", "textLayer", "name", "mediaType", "password", "uri");

    private static final int MOST_PASSWORD = 1024;

    /** Of a query or a form: names with their texts, in order. */
    static Submission of(Map<String, List<String>> texts, RequestRules rules) throws Refused {
        ObjectNode fields = JSON.createObjectNode();
        for (Map.Entry<String, List<String>> each : texts.entrySet()) {
            if (LISTS.contains(each.getKey())) {
                ArrayNode list = fields.putArray(each.getKey());
                each.getValue().forEach(list::add);
            } else if (each.getValue().size() == 1) {
                fields.put(each.getKey(), each.getValue().get(0));
            } else {
                throw Refused.invalid("'" + each.getKey() + "' may be there once, and is there "
                        + each.getValue().size() + " times");
            }
        }
        return of(fields, rules);
    }

    static Submission parse(byte[] json, RequestRules rules) throws Refused {
        try {
            if (JSON.readTree(json) instanceof ObjectNode fields) {
                return of(fields, rules);
            }
            throw Refused.invalid("the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw Refused.invalid("the body is not JSON: " + e.getOriginalMessage());
        } catch (java.io.IOException e) {
            throw Refused.invalid("the body cannot be read as JSON");
        }
    }

    private static Submission of(ObjectNode fields, RequestRules rules) throws Refused {
        for (var names = fields.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!LISTS.contains(name) && !TEXTS.contains(name)) {
                throw Refused.invalid("'" + shown(name) + "' is not known; what can be said is "
                        + String.join(", ", TEXTS) + ", " + String.join(", ", LISTS));
            }
        }
        String name = text(fields, "name", "");
        String password = text(fields, "password", "");
        if (name.length() > ServeLimits.NAME || password.length() > MOST_PASSWORD) {
            throw Refused.invalid("name may have " + ServeLimits.NAME + " characters, password " + MOST_PASSWORD);
        }
        Wishes wishes = new Wishes(
                text(fields, "task", "read"),
                asked(fields),
                schema(fields),
                choice(
                        "lane",
                        text(fields, "lane", "interactive"),
                        Map.of(
                                "interactive", Lane.INTERACTIVE,
                                "backfill", Lane.BACKFILL)),
                choice(
                        "textLayer",
                        text(fields, "textLayer", ""),
                        Map.of(
                                "", TextLayerUse.UNKNOWN,
                                "where-good", TextLayerUse.WHERE_GOOD,
                                "ignore", TextLayerUse.IGNORE)),
                list(fields, "pages", Submission::range));
        try {
            // With an address that stands for all: what is wanted is checked as the stream checks it.
            rules.check(wishes.request("id", new ClaimCheck("file:///", -1L, ""), "", null));
        } catch (RecordFault fault) {
            throw Refused.of(fault);
        }
        return new Submission(
                wishes,
                text(fields, "uri", ""),
                name,
                text(fields, "mediaType", ""),
                password.isEmpty() ? null : password);
    }

    private static List<Wishes.Asked> asked(ObjectNode fields) throws Refused {
        List<Wishes.Asked> all = new ArrayList<>();
        for (String value : list(fields, "fields", JsonNode::textValue)) {
            all.add(new Wishes.Asked("f" + (all.size() + 1), value));
        }
        int before = all.size();
        for (JsonNode each : list(fields, "questions", node -> node)) {
            boolean named = each.isObject()
                    && each.path("id").isTextual()
                    && each.path("text").isTextual();
            if (!each.isTextual() && !named) {
                throw Refused.invalid("a question is a text, or an object of id and text");
            }
            all.add(
                    named
                            ? new Wishes.Asked(
                                    each.get("id").textValue(), each.get("text").textValue())
                            : new Wishes.Asked("q" + (all.size() - before + 1), each.textValue()));
        }
        boolean namesValues = text(fields, "task", "read").equals("fields");
        if (namesValues ? all.size() > before : before > 0) {
            throw Refused.invalid("the task fields takes fields and no questions, every other task no fields");
        }
        return all;
    }

    /** A schema is an object; in a query or form its text. */
    private static String schema(ObjectNode fields) {
        JsonNode schema = fields.get("answerSchema");
        return schema == null ? null : schema.isTextual() ? schema.textValue() : schema.toString();
    }

    private static Wishes.Range range(JsonNode node) {
        String text = node.asText();
        if (!text.matches("\\d{1,7}(-\\d{1,7})?")) {
            return null;
        }
        String[] ends = text.split("-");
        return new Wishes.Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }

    private static <T> List<T> list(ObjectNode fields, String name, Function<JsonNode, T> parse) throws Refused {
        JsonNode list = fields.get(name);
        if (list == null) {
            return List.of();
        }
        List<T> all = new ArrayList<>();
        for (JsonNode each : list.isArray() ? list : JSON.createArrayNode().add(list)) {
            T parsed = parse.apply(each);
            if (parsed == null) {
                throw Refused.invalid(name + " cannot have " + shown(each.toString())
                        + "; fields are names, pages are numbers (0 is the" + " first) or ranges such as 0-2");
            }
            all.add(parsed);
        }
        return all;
    }

    private static String text(ObjectNode fields, String name, String otherwise) throws Refused {
        JsonNode value = fields.get(name);
        if (value != null && !value.isTextual()) {
            throw Refused.invalid("'" + name + "' must be a text");
        }
        return value == null ? otherwise : value.textValue();
    }

    private static <T> T choice(String name, String value, Map<String, T> choices) throws Refused {
        T choice = choices.get(value.toLowerCase(Locale.ROOT));
        if (choice == null) {
            throw Refused.invalid(
                    name + " is one of " + String.join(", ", choices.keySet()) + ", got '" + shown(value) + "'");
        }
        return choice;
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    /** The same with what the request's headers say. */
    Submission with(String otherName, String otherType, String otherPassword) {
        return new Submission(
                wishes,
                uri,
                name.isEmpty() ? otherName : name,
                mediaType.isEmpty() ? otherType : mediaType,
                password == null ? otherPassword : password);
    }

    /** Without its password. */
    @Override
    public String toString() {
        return "Submission[" + wishes + ", " + name + "]";
    }
}
