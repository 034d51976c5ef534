package io.pagestream.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.engine.request.Reading;
import io.pagestream.engine.request.Trace;
import io.pagestream.operators.FakeEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestTracesTest {

    @Test
    void aLineTellsWhatTheRequestTookInMilliseconds() throws Exception {
        Reading.Text plain = FakeEngine.text("42");
        Trace trace = new Trace(
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(3),
                Duration.ofNanos(4_500_000),
                Duration.ofNanos(1_250_000),
                5,
                6,
                64,
                12,
                8,
                7,
                1,
                3);
        Reading.Text answer = new Reading.Text(
                plain.text(),
                plain.textWithSpecial(),
                plain.tokens(),
                plain.pieces(),
                plain.logProbabilities(),
                plain.finish(),
                plain.confidence(),
                plain.promptTokens(),
                plain.took(),
                trace);

        JsonNode line = new ObjectMapper().readTree(RequestTraces.json("a.pdf", 2, "RecognizePage 0", answer));

        assertThat(line.get("document").asText()).isEqualTo("a.pdf");
        assertThat(line.get("page").asInt()).isEqualTo(2);
        assertThat(line.get("lastToken").asDouble()).isEqualTo(4.5);
        assertThat(line.get("device").asDouble()).isEqualTo(1.25);
        assertThat(line.get("cachedTokens").asInt()).isEqualTo(64);
        assertThat(line.get("accepted").asInt()).isEqualTo(7);
        assertThat(line.get("promptTokens").asInt()).isEqualTo(plain.promptTokens());
        assertThat(line).hasSize(18);
    }
}
