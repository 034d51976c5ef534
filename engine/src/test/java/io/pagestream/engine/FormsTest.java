package io.pagestream.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.Beams;
import io.pagestream.engine.request.Draw;
import io.pagestream.engine.request.Penalty;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.models.golden.GoldenFixture;
import io.pagestream.models.prompt.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with random weights, which would never write JSON by themselves, in every kind of tokenizer. */
class FormsTest {

    private static final String INVOICE = """
            {"type": "object", "additionalProperties": false, "required": ["total", "items", "paid"], "properties": {
              "total": {"type": "integer", "minimum": 0, "maximum": 99999},
              "items": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 12}},
              "paid": {"type": "boolean"}}}
            """;

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny", "internvl25-internlm-tiny", "mini-internvl-phi3-tiny"})
    void answersHaveTheFormThatWasAskedForAlsoInACrowd(String name) throws IOException {
        try (OcrEngine engine = SharedEngines.lease(options(name))) {
            List<CompletableFuture<Reading>> invoices = new ArrayList<>();
            List<CompletableFuture<Reading>> dates = new ArrayList<>();
            List<CompletableFuture<Reading>> choices = new ArrayList<>();
            List<CompletableFuture<Reading>> texts = new ArrayList<>();
            for (int seed = 0; seed < 6; seed++) {
                invoices.add(engine.submit(ask(seed, 60, new AnswerForm.Json(INVOICE))));
                dates.add(engine.submit(ask(seed, 30, new AnswerForm.Matching("[0-9]{4}-[01][0-9]-[0-3][0-9]"))));
                choices.add(engine.submit(ask(seed, 30, new AnswerForm.OneOf(List.of("yes", "no", "not stated")))));
                texts.add(engine.submit(
                        request(new SamplingRule(20, Penalty.NONE, new Draw(1, 0, 1, 0, seed), List.of()))));
            }
            for (CompletableFuture<Reading> invoice : invoices) {
                JsonNode json = new ObjectMapper().readTree(text(invoice));
                assertThat(json.path("total").isIntegralNumber()).isTrue();
                assertThat(json.path("total").asInt()).isBetween(0, 99999);
                assertThat(json.path("items").size()).isBetween(0, 3);
                assertThat(json.path("paid").isBoolean()).isTrue();
                assertThat(json.size()).isEqualTo(3);
            }
            dates.forEach(date -> assertThat(text(date)).matches("[0-9]{4}-[01][0-9]-[0-3][0-9]"));
            choices.forEach(choice -> assertThat(text(choice)).isIn("yes", "no", "not stated"));
            assertThat(texts).allSatisfy(text -> assertThat(text.join()).isInstanceOf(Reading.Text.class));
        }
    }

    @Test
    void theBeamsOfASearchHaveTheForm() {
        try (OcrEngine engine = SharedEngines.lease(options("internvl25-qwen-tiny"))) {
            SamplingRule search = SamplingRule.greedy(30).with(Beams.of(4));
            String date = "[0-9]{4}-[01][0-9]-[0-3][0-9]";
            CompletableFuture<Reading> dates = engine.submit(request(search.with(new AnswerForm.Matching(date))));
            // One answer less than beams: in the end there are fewer candidates than beams.
            CompletableFuture<Reading> choices =
                    engine.submit(request(search.with(new AnswerForm.OneOf(List.of("yes", "no", "not stated")))));

            assertThat(text(dates)).matches(date);
            assertThat(text(choices)).isIn("yes", "no", "not stated");
        }
    }

    @Test
    void theTimeOfMasksIsCountedWhereAnAnswerHasAForm() {
        try (OcrEngine engine = SharedEngines.lease(options("internvl25-qwen-tiny"))) {
            EngineStats before = engine.stats();
            engine.submit(request(SamplingRule.greedy(5))).join();
            EngineStats plain = engine.stats();
            assertThat(plain.stepNanos()).isGreaterThan(before.stepNanos());
            assertThat(plain.maskNanos()).isEqualTo(before.maskNanos());
            assertThat(plain.formNanos()).isEqualTo(before.formNanos());

            engine.submit(ask(0, 60, new AnswerForm.Json(INVOICE))).join();
            EngineStats one = engine.stats();
            assertThat(one.formNanos()).isGreaterThan(plain.formNanos());
            assertThat(one.maskNanos()).isGreaterThan(plain.maskNanos());

            SamplingRule search = SamplingRule.greedy(60).with(Beams.of(4));
            engine.submit(request(search.with(new AnswerForm.Json(INVOICE)))).join();
            assertThat(engine.stats().maskNanos()).isGreaterThan(one.maskNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"internvl25-qwen-tiny"})
    void aFormThatCannotBeIsRefusedWithTheReason(String name) {
        try (OcrEngine engine = SharedEngines.lease(options(name))) {
            Reading unread = engine.submit(ask(1, 60, new AnswerForm.Json("{\"not\": {\"type\": \"null\"}}")))
                    .join();
            assertThat(((Reading.Unreadable) unread).reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
            assertThat(((Reading.Unreadable) unread).detail()).contains("no answer can have this form", "/not");

            Reading tooShort =
                    engine.submit(ask(1, 5, new AnswerForm.Json(INVOICE))).join();
            assertThat(((Reading.Unreadable) tooShort).reason()).isEqualTo(Reading.Reason.INVALID_REQUEST);
        }
    }

    private static String text(CompletableFuture<Reading> answer) {
        Reading.Text text = (Reading.Text) answer.join();
        assertThat(text.finish()).as(text.text()).isEqualTo(Reading.Finish.STOP);
        return text.text();
    }

    private static ReadingRequest ask(int seed, int maxTokens, AnswerForm form) {
        Draw draw = seed == 0 ? Draw.GREEDY : new Draw(1, 0, 1, 0, seed);
        return request(new SamplingRule(maxTokens, Penalty.NONE, draw, List.of()).with(form));
    }

    private static ReadingRequest request(SamplingRule rule) {
        return new ReadingRequest(List.of(Turn.user("What is on the page?")), List.of(), rule);
    }

    private static EngineOptions options(String name) {
        return new EngineOptions(
                GoldenFixture.of(name).folder().toString(),
                "cpu:f32",
                4 << 20,
                256,
                2,
                true,
                16,
                100,
                Duration.ofMinutes(5),
                Duration.ZERO);
    }
}
