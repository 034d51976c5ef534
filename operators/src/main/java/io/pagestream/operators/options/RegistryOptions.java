package io.pagestream.operators.options;

import java.io.Serializable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * The schema registry that the topics' records refer to.
 *
 * @param url of its REST interface, without a slash at the end
 * @param kind whose REST interface it is
 * @param register whether schemas that are not there may be registered; else they have to be there
 * @param authorization value of the header of that name; empty for none
 */
public record RegistryOptions(String url, Kind kind, boolean register, String authorization) implements Serializable {

    /** Whose REST interface a registry has. */
    public enum Kind {
        /** Confluent's, which others offer too: Karapace, Redpanda, and Apicurio under {@code /apis/ccompat/v7}. */
        CONFLUENT,
        /** Apicurio's own, version 3: {@code /apis/registry/v3}. */
        APICURIO
    }

    public static final ConfigOption<String> URL = ConfigOptions.key("pagestream.kafka.registry.url")
            .stringType()
            .noDefaultValue()
            .withDescription("REST address of a schema registry. With one, requests and what is written to topics begin"
                    + " with a zero byte and the id of their schema; without one they are plain Avro.");

    public static final ConfigOption<Kind> KIND = ConfigOptions.key("pagestream.kafka.registry.kind")
            .enumType(Kind.class)
            .defaultValue(Kind.CONFLUENT)
            .withDescription("CONFLUENT (also Karapace, Redpanda, Apicurio's /apis/ccompat/v7) or APICURIO"
                    + " (/apis/registry/v3).");

    public static final ConfigOption<Boolean> REGISTER = ConfigOptions.key("pagestream.kafka.registry.register")
            .booleanType()
            .defaultValue(true)
            .withDescription("Registers the schemas of the outputs at the start; false: they have to be there.");

    public static final ConfigOption<String> BASIC_AUTH = ConfigOptions.key("pagestream.kafka.registry.basic-auth")
            .stringType()
            .defaultValue("")
            .withDescription("USER:PASSWORD for the registry.");

    public static final ConfigOption<String> TOKEN = ConfigOptions.key("pagestream.kafka.registry.token")
            .stringType()
            .defaultValue("")
            .withDescription("Bearer token for the registry, instead of a password.");

    public RegistryOptions {
        Checks.require(isHttp(url), URL.key() + " needs an address such as http://registry:8081, got '" + url + "'");
        url = url.replaceFirst("/+$", "");
    }

    /** Empty where no registry is named. */
    public static Optional<RegistryOptions> from(ReadableConfig config) {
        Optional<String> url = config.getOptional(URL);
        if (url.isEmpty()) {
            for (ConfigOption<?> other : new ConfigOption<?>[] {KIND, REGISTER, BASIC_AUTH, TOKEN}) {
                Checks.require(
                        config.getOptional(other).isEmpty(), other.key() + " is set, but " + URL.key() + " is not");
            }
            return Optional.empty();
        }
        return Optional.of(
                new RegistryOptions(url.get(), config.get(KIND), config.get(REGISTER), authorization(config)));
    }

    private static String authorization(ReadableConfig config) {
        String user = config.get(BASIC_AUTH);
        String token = config.get(TOKEN);
        Checks.require(
                user.isEmpty() || token.isEmpty(),
                BASIC_AUTH.key() + " and " + TOKEN.key() + " are both set; a registry is shown one of them");
        Checks.require(user.isEmpty() || user.contains(":"), BASIC_AUTH.key() + " must be USER:PASSWORD");
        if (!user.isEmpty()) {
            return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
        }
        return token.isEmpty() ? "" : "Bearer " + token;
    }

    private static boolean isHttp(String url) {
        try {
            URI uri = URI.create(url);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without what opens the registry: options land in logs. */
    @Override
    public String toString() {
        return "RegistryOptions[url=" + url + ", kind=" + kind + ", register=" + register + "]";
    }
}
