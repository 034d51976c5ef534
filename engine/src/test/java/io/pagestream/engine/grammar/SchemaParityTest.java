package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every schema with every value: the grammar accepts the value's text exactly where a validator accepts the value. */
class SchemaParityTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final String SCHEMAS = """
            {} | {"type":"string"} | {"type":"integer"} | {"type":"number"} | {"type":"boolean"} | {"type":"null"}
            {"type":"array"} | {"type":"object"} | {"type":["integer","null"]} | {"type":["string","array","boolean"]}
            {"minimum":2} | {"maximum":2.5} | {"exclusiveMinimum":-1,"exclusiveMaximum":3} | {"minimum":-2.5,"maximum":-0.5}
            {"type":"integer","minimum":-12,"maximum":123} | {"type":"integer","multipleOf":3} | {"multipleOf":0.01}
            {"type":"number","minimum":0} | {"type":"number","exclusiveMinimum":0} | {"type":"number","exclusiveMaximum":0}
            {"minLength":2} | {"maxLength":2} | {"type":"string","minLength":1,"maxLength":3} | {"minLength":5,"maxLength":3}
            {"pattern":"a"} | {"pattern":"^a"} | {"pattern":"a$"} | {"pattern":"^(a|bc)*$"} | {"pattern":"^\\\\S+$","maxLength":3}
            {"pattern":"^.$"} | {"pattern":"[^a-c]"} | {"pattern":"(^a|c$)"} | {"pattern":"\\\\d{2,3}"} | {"pattern":"^$"}
            {"format":"date"} | {"type":"string","format":"date-time"} | {"format":"time"} | {"format":"uuid"}
            {"enum":[1,"a",null,[1,2],{"a":1}]} | {"const":"abc"} | {"const":{"a":1,"b":[true]}} | {"enum":[2,3,5],"minimum":3}
            {"type":"string","enum":["a","abc",3]} | {"enum":["a","abc"],"maxLength":2} | {"const":1.0} | {"enum":[]}
            {"items":{"type":"integer"}} | {"type":"array","items":{"type":"string"},"minItems":1} | {"maxItems":1}
            {"items":false} | {"minItems":2,"maxItems":2} | {"minItems":3,"maxItems":2} | {"prefixItems":[{"type":"integer"}]}
            {"prefixItems":[{"type":"integer"},{"type":"string"}],"items":false} | {"prefixItems":[{"const":1}],"minItems":2}
            {"prefixItems":[{},{},{}],"maxItems":2} | {"prefixItems":[{},false]}
            {"properties":{"a":{"type":"integer"}}} | {"properties":{"a":{"type":"integer"}},"required":["a"]}
            {"properties":{"a":{},"b":{"type":"array"}},"additionalProperties":false} | {"required":["b"]}
            {"properties":{"a":{}},"required":["b"],"additionalProperties":{"type":"array"}} | {"additionalProperties":false}
            {"properties":{"a":{}},"required":["b"],"additionalProperties":false} | {"properties":{"a":false}}
            {"additionalProperties":{"type":"integer"}} | {"propertyNames":{"maxLength":1}} | {"propertyNames":{"enum":["a","b"]}}
            {"propertyNames":{"pattern":"^[a-b]$"},"properties":{"cc":{}}} | {"propertyNames":false}
            {"type":"object","properties":{"a":{"type":"object","properties":{"a":{"type":"null"}},"required":["a"]}}}
            {"anyOf":[{"type":"integer"},{"minLength":3}]} | {"anyOf":[false,{"type":"null"}]} | {"anyOf":[{"const":1},{"const":"a"}]}
            {"type":"string","anyOf":[{"maxLength":1},{"pattern":"^abc"}]} | {"oneOf":[{"type":"integer"},{"type":"string"}]}
            {"oneOf":[{"type":"integer"},{"minimum":2}]} | {"oneOf":[{"type":"number"},{"const":1}]} | {"oneOf":[{"enum":[1,"a"]},{"type":"integer"}]}
            {"type":"string","oneOf":[{"minLength":2},{"maxLength":3}]} | {"type":["string","number"],"oneOf":[{"maximum":2},{"pattern":"a"}]}
            {"type":"number","oneOf":[{"multipleOf":0.01},{"minimum":2.5}]} | {"type":"number","oneOf":[{"maximum":0},{"minimum":0},{"const":2}]}
            {"oneOf":[{"type":"boolean"},{"const":true},{"type":"null"}]} | {"oneOf":[{"oneOf":[{"type":"integer"},{"minimum":2}]},{"const":3}]}
            {"type":["object","null"],"oneOf":[{"properties":{"a":{"const":1}},"required":["a"]},{"properties":{"a":{"type":"string"}},"required":["a"]}]}
            {"type":"object","oneOf":[{"properties":{"a":{}},"required":["a"],"additionalProperties":false},{"properties":{"b":{}},"required":["b"],"additionalProperties":false}]}
            {"type":"array","oneOf":[{"maxItems":1},{"minItems":2,"items":{"type":"integer"}}]} | {"type":"array","oneOf":[{"minItems":1,"prefixItems":[{"type":"integer"}]},{"minItems":1,"prefixItems":[{"type":"string"}]}]}
            {"allOf":[{"minimum":1},{"maximum":2}]} | {"allOf":[{"required":["a"]},{"required":["b"]}]}
            {"allOf":[{"properties":{"a":{"minimum":1}}},{"properties":{"a":{"maximum":1},"b":{"type":"array"}}}]}
            {"allOf":[{"properties":{"a":{}},"additionalProperties":false},{"properties":{"a":{},"b":{}}}]}
            {"allOf":[{"items":{"type":"integer"}},{"prefixItems":[{"minimum":2}]}]} | {"allOf":[{"enum":[1,2]},{"enum":[2,3]}]}
            {"allOf":[{"pattern":"a"},{"pattern":"b"}]} | {"anyOf":[{"required":["a"]},{"required":["b"]}],"type":"object"}
            {"$defs":{"i":{"type":"integer"}},"$ref":"#/$defs/i"} | {"$defs":{"i":{"minimum":2}},"$ref":"#/$defs/i","maximum":3}
            {"items":{"$ref":"#"},"type":["array","integer"]} | {"type":"object","additionalProperties":{"$ref":"#"}}
            {"$defs":{"a/b~c":{"type":"null"}},"$ref":"#/$defs/a~1b~0c"} | {"$defs":{"x y":{"const":1}},"$ref":"#/$defs/x%20y"}
            {"title":"t","description":"d","default":1,"examples":[1],"deprecated":true,"x-mine":{"not":{}},"type":"integer"}
            """;

    private static final String VALUES = """
            0 | 1 | 1.0 | 2 | 2.5 | 2.51 | 3 | -1 | -2.5 | -2.51 | -0.5 | -12 | -13 | 123 | 124 | 99.994 | 0.01 | 0.001 | 6
            null | true | false | "" | "a" | "ab" | "abc" | "abca" | "bc" | "bcabc" | "A" | "é" | "日本" | "😀" | "😀😀😀" | "a\\nb"
            "\\"" | "\\\\" | " " | "12" | "1" | "abcabc" | "ba" | "2024-02-29" | "2023-02-29" | "2023-13-01" | "2023-12-31"
            "2023-01-31T23:59:59Z" | "2023-01-31T23:59:59.5+02:00" | "12:00:00Z" | "25:00:00Z" | "2023-04-31"
            "123e4567-e89b-12d3-a456-426614174000" | "123e4567e89b12d3a456426614174000"
            [] | [1] | [1,2] | [2,1] | [1,"a"] | ["a"] | [1,2,3] | [[1],[2,[3]]] | ["a","b"] | [null] | [1,"a",true] | [2.5]
            {} | {"a":1} | {"a":2} | {"a":"x"} | {"b":[]} | {"a":1,"b":[true]} | {"a":1,"b":[]} | {"c":1} | {"cc":1} | {"a":1,"c":2}
            {"a":{"a":null}} | {"a":{}} | {"a":{"a":{}}} | {"b":1} | {"a":1,"b":1}
            """;

    @Test
    void whatIsAcceptedIsWhatIsValid() throws IOException {
        Grammars grammars = new Grammars(Vocabularies.random(2, 300));
        JsonSchemaFactory validators = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        SchemaValidatorsConfig strict =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        List<String> wrong = new ArrayList<>();
        int valid = 0;
        List<String> schemas = lines(SCHEMAS);
        List<String> values = lines(VALUES);
        for (String text : schemas) {
            JsonSchema validator = validators.getSchema(text, strict);
            CanonicalJson writer = new CanonicalJson(JSON.readTree(text));
            Grammar grammar = compiled(grammars, text);
            for (String value : values) {
                JsonNode node = JSON.readTree(value);
                boolean expected = validator.validate(node).isEmpty();
                byte[] written = writer.write(node).getBytes(StandardCharsets.UTF_8);
                boolean accepted = grammar != null && grammar.accepts(written);
                valid += expected ? 1 : 0;
                if (accepted != expected) {
                    wrong.add(text + " and " + value + ": accepted " + accepted);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(schemas).hasSizeGreaterThan(90);
        assertThat(valid).isBetween(2000, schemas.size() * values.size() - 2000);
    }

    /** @return null where no value is valid, which is said when the schema is compiled */
    private static Grammar compiled(Grammars grammars, String schema) {
        try {
            return grammars.schema(schema);
        } catch (UnsupportedSchemaException e) {
            assertThat(e).hasMessageContaining("no answer can match");
            return null;
        }
    }

    private static List<String> lines(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(" \\| |\n")) {
            parts.add(part.strip());
        }
        return parts;
    }
}
