package io.pagestream.operators.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class PipelineOptionsTest {

    @Test
    void theDefaultsAreConsistentAndTravel() throws Exception {
        PipelineOptions options = PipelineOptions.from(new Configuration());

        assertThat(InstantiationUtil.clone(options)).isEqualTo(options);
        assertThat(options.access().allowedRoots())
                .as("no local file may be opened")
                .isEmpty();
        assertThatCode(() -> options.checkCapacity(16)).doesNotThrowAnyException();
    }

    @Test
    void unitsAreReadFromWords() {
        PipelineOptions options = PipelineOptions.from(Configuration.fromMap(Map.of(
                "pagestream.page.timeout", "90 s",
                "pagestream.engine.kv-cache", "2 gb",
                "pagestream.source.allowed-roots", "/data/in;https://docs.example/")));

        assertThat(options.stream().pageTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(options.engine().kvCacheBytes()).isEqualTo(2L << 30);
        assertThat(options.access().allowedRoots()).containsExactly("/data/in", "https://docs.example/");
    }

    @Test
    void contradictionsAreRefusedWithBothValues() {
        assertThatThrownBy(() -> PipelineOptions.from(Configuration.fromMap(
                        Map.of("pagestream.page.timeout", "7 h", "pagestream.document.deadline", "6 h"))))
                .hasMessageContaining("PT6H")
                .hasMessageContaining("PT7H");
        assertThatThrownBy(() -> PipelineOptions.from(Configuration.fromMap(
                        Map.of("pagestream.document.remember", "1 h", "pagestream.document.deadline", "6 h"))))
                .hasMessageContaining("PT1H")
                .hasMessageContaining("PT6H");
    }

    @Test
    void capacitiesThatCouldFillTheEngineAreRefused() {
        PipelineOptions options = PipelineOptions.from(Configuration.fromMap(
                Map.of("pagestream.engine.max-waiting", "40", "pagestream.engine.max-running", "8")));

        assertThatCode(() -> options.checkCapacity(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> options.checkCapacity(2))
                .hasMessageContaining("opens 64 requests")
                .hasMessageContaining("has room for 48");
    }

    @Test
    void kafkaNeedsItsServersAndGetsEveryKeyOfItsOwn() {
        assertThatThrownBy(() -> KafkaOptions.from(new Configuration()))
                .hasMessageContaining("kafka.bootstrap.servers");

        KafkaOptions options = KafkaOptions.from(
                Configuration.fromMap(Map.of("kafka.bootstrap.servers", "a:9092", "kafka.security.protocol", "SSL")));

        assertThat(options.clientProperties())
                .containsEntry("bootstrap.servers", "a:9092")
                .containsEntry("security.protocol", "SSL")
                .hasSize(2);
    }

    @Test
    void aStoreMustOutliveWhatIsRemembered() {
        Configuration config = new Configuration();
        config.set(PipelineKeys.CLAIMS_KEEP, Duration.ofHours(24));

        assertThatThrownBy(() -> PipelineOptions.from(config))
                .hasMessageContaining("pagestream.claims.keep (PT24H)")
                .hasMessageContaining("pagestream.document.remember (PT24H)");

        config.set(PipelineKeys.CLAIMS_KEEP, Duration.ZERO);
        assertThat(PipelineOptions.from(config).access().claimsKeep()).isZero();
    }
}
