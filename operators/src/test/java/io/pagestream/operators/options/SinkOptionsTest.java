package io.pagestream.operators.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.operators.options.SinkOptions.Delivery;
import io.pagestream.operators.options.SinkOptions.Kind;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SinkOptionsTest {

    @Test
    void withoutOptionsResultsGoToTopicsExactlyOnce() throws Exception {
        SinkOptions options = SinkOptions.from(new Configuration());

        assertThat(options.kind()).isEqualTo(Kind.KAFKA);
        assertThat(options.delivery()).isEqualTo(Delivery.EXACTLY_ONCE);
        assertThat(InstantiationUtil.clone(options)).isEqualTo(options);
    }

    @Test
    void whatASinkNeedsIsAskedForAndWhatBelongsToAnotherIsRefused() {
        assertRefused(Map.of("pagestream.sink", "files"), "pagestream.files.folder");
        assertRefused(Map.of("pagestream.sink", "jdbc"), "pagestream.jdbc.url");
        assertRefused(
                Map.of("pagestream.files.folder", "s3://a/b"), "pagestream.files.folder is set", "KAFKA", "FILES");
        assertRefused(
                Map.of("pagestream.sink", "files", "pagestream.files.folder", "file:///a", "pagestream.jdbc.user", "u"),
                "pagestream.jdbc.user is set",
                "FILES");
    }

    @Test
    void addressesThatCannotBeMeantAreRefused() {
        assertRefused(
                Map.of("pagestream.sink", "files", "pagestream.files.folder", "results"), "file:///", "'results'");
        assertRefused(Map.of("pagestream.sink", "jdbc", "pagestream.jdbc.url", "jdbc:mysql://a/b"), "jdbc:postgresql:");
    }

    @Test
    void filesAreNotWrittenLessThanOnceOrMore() {
        assertRefused(
                Map.of(
                        "pagestream.sink", "files",
                        "pagestream.files.folder", "file:///a",
                        "pagestream.delivery", "AT_LEAST_ONCE"),
                "AT_LEAST_ONCE",
                "FILES");
    }

    @Test
    void aPasswordIsNotShown() {
        SinkOptions options = SinkOptions.from(Configuration.fromMap(Map.of(
                "pagestream.sink", "jdbc",
                "pagestream.jdbc.url", "jdbc:postgresql://host/base?password=open",
                "pagestream.jdbc.password", "sesame")));

        assertThat(options.toString()).doesNotContain("open").doesNotContain("sesame");
    }

    @Test
    void aRegistryIsShownOnePasswordOrOneToken() {
        RegistryOptions registry = registry(Map.of("pagestream.kafka.registry.basic-auth", "Aladdin:open sesame"));

        assertThat(registry.authorization())
                .as("the example of RFC 7617")
                .isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(registry.toString()).doesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ");
        assertThatThrownBy(() -> registry(
                        Map.of("pagestream.kafka.registry.basic-auth", "a:b", "pagestream.kafka.registry.token", "t")))
                .hasMessageContaining("basic-auth")
                .hasMessageContaining("token");
        assertThatThrownBy(() -> RegistryOptions.from(
                        Configuration.fromMap(Map.of("pagestream.kafka.registry.kind", "apicurio"))))
                .hasMessageContaining("pagestream.kafka.registry.url is not");
    }

    private static RegistryOptions registry(Map<String, String> more) {
        Configuration config = Configuration.fromMap(more);
        config.setString("pagestream.kafka.registry.url", "http://registry:8081/");
        return RegistryOptions.from(config).orElseThrow();
    }

    private static void assertRefused(Map<String, String> options, String... said) {
        assertThatThrownBy(() -> SinkOptions.from(Configuration.fromMap(options)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(said);
    }
}
