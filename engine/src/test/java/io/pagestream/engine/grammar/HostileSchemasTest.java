package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Short schemas whose meaning is long to find out are refused before they take the memory or the time of others. */
class HostileSchemasTest {

    /** A compilation may take its second and one part more; the rest is for a machine that has other things to do. */
    private static final int SECONDS = 60;

    static Stream<Named<String>> schemas() {
        String twice = "{\"allOf\":[{\"$ref\":\"#/$defs/%1$d\"},{\"$ref\":\"#/$defs/%1$d\"}]}";
        String either = "{\"anyOf\":[{\"$ref\":\"#/$defs/%1$d\"},{\"$ref\":\"#/$defs/%1$d\"}]}";
        String tree = "{\"type\":\"object\",\"required\":[\"a\",\"b\",\"c\"],\"properties\":{"
                + "\"a\":{\"$ref\":\"#\"},\"b\":{\"$ref\":\"#\"},\"c\":{\"$ref\":\"#\"}}}";
        return Stream.of(
                Named.of("references doubled at each step, all of them", chain(twice, 60)),
                Named.of("references doubled at each step, one of them", chain(either, 60)),
                Named.of(
                        "many alternatives many times",
                        "{\"$defs\":{\"0\":{\"anyOf\":" + list(500, i -> "{}") + "}},\"anyOf\":"
                                + list(8000, i -> "{\"$ref\":\"#/$defs/0\"}") + "}"),
                Named.of(
                        "many alternatives of many parts",
                        "{\"anyOf\":" + list(500, i -> "{}") + ",\"allOf\":" + list(60_000, i -> "{}") + "}"),
                Named.of("oneOf of very many", "{\"oneOf\":" + list(80_000, i -> "{}") + "}"),
                Named.of(
                        "oneOf of many hard patterns",
                        "{\"type\":\"string\",\"oneOf\":"
                                + list(300, i -> "{\"pattern\":\"[ab]{" + i + "}.*(a|b)[ab]{9}$\"}") + "}"),
                Named.of(
                        "oneOf in oneOf",
                        IntStream.range(0, 28)
                                        .mapToObj(i ->
                                                "{\"oneOf\":[{\"type\":\"integer\",\"multipleOf\":" + (i + 2) + "},")
                                        .collect(Collectors.joining())
                                + "{}" + "]}".repeat(28)),
                Named.of(
                        "remainders of remainders",
                        "{\"type\":\"integer\",\"multipleOf\":997,\"allOf\":[{\"multipleOf\":991},{\"multipleOf\":983}]}"),
                Named.of(
                        "remainders without remainders",
                        "{\"type\":\"integer\",\"oneOf\":[{\"multipleOf\":997},{\"multipleOf\":991},{\"multipleOf\":983}]}"),
                Named.of(
                        "patterns that hardly meet",
                        "{\"type\":\"string\",\"pattern\":\"^(a{997})*$\",\"allOf\":[{\"pattern\":\"^(a{991})*$\"},"
                                + "{\"pattern\":\"^(a{983})*$\"}]}"),
                Named.of("oneOf of endless trees", "{\"oneOf\":[" + tree + "," + tree + "]}"));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    @Timeout(value = SECONDS, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void isRefusedInTime(String schema) {
        assertThat(schema).hasSizeLessThanOrEqualTo(Limits.TEXT);
        assertThatThrownBy(() -> new Grammars(Vocabularies.random(4, 257), new LongAdder(), 1).schema(schema))
                .isInstanceOf(UnsupportedSchemaException.class);
    }

    @Test
    void waitingForTheProcessorIsNoCompiling() throws InterruptedException {
        NodeGraph graph = new NodeGraph(1);
        Thread.sleep(1_200);

        assertThatCode(() -> graph.requireTime("#")).doesNotThrowAnyException();
    }

    @Test
    void manyWordsInOneOfAreNotHostile() {
        Grammar grammar = new Grammars(Vocabularies.random(4, 257))
                .schema("{\"oneOf\":" + list(300, i -> "{\"const\":\"word number " + i + "\",\"title\":\"" + i + "\"}")
                        + "}");
        assertThat(grammar.accepts("\"word number 137\"".getBytes())).isTrue();
        assertThat(grammar.accepts("\"word number 300\"".getBytes())).isFalse();
    }

    private static String chain(String link, int length) {
        return "{\"$defs\":{"
                + IntStream.range(0, length)
                        .mapToObj(i -> "\"" + i + "\":" + String.format(link, i + 1) + ",")
                        .collect(Collectors.joining())
                + "\"" + length + "\":{}},\"$ref\":\"#/$defs/0\"}";
    }

    private static String list(int count, IntFunction<String> part) {
        return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining(",", "[", "]"));
    }
}
