package io.pagestream.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

/** The sample configuration of logs writes what it says. */
class LogLayoutTest {

    @Test
    void a_line_is_json_with_document_and_page() throws Exception {
        Configuration config;
        try (InputStream file = Files.newInputStream(Path.of("../deploy/log4j-json.properties"));
                LoggerContext context = new LoggerContext("layout")) {
            config = new PropertiesConfigurationFactory().getConfiguration(context, new ConfigurationSource(file));
            config.initialize();
            String line = config.getAppender("Console")
                    .getLayout()
                    .toSerializable(event())
                    .toString();

            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(line.strip()).doesNotContain("\n");
            assertThat(json.path("document").asText()).isEqualTo("a \"b\"");
            assertThat(json.path("page").asText()).isEqualTo("3");
            assertThat(json.path("message").asText()).isEqualTo("dead letter: CORRUPT in TILE");
            assertThat(json.path("log.level").asText()).isEqualTo("INFO");
        }
    }

    private static LogEvent event() {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("io.pagestream")
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("dead letter: CORRUPT in TILE"))
                .setContextData(new SortedArrayStringMap(Map.of("document", "a \"b\"", "page", "3")))
                .build();
    }
}
