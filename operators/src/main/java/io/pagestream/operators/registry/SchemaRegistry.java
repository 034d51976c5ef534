package io.pagestream.operators.registry;

import io.pagestream.operators.options.RegistryOptions;
import java.util.Optional;
import org.apache.avro.Schema;

/** Gives schemas ids. Any thread; every call waits for the network, some seconds at most. */
public interface SchemaRegistry {

    /**
     * What is registered under {@code id}, as text; empty where there is nothing or something else than Avro.
     *
     * @throws RegistryFailure when the registry cannot be asked
     */
    Optional<String> schemaText(int id);

    /**
     * The id of {@code schema} under {@code subject}, which is registered there if it is not yet.
     *
     * @throws RegistryFailure when the registry cannot be asked or refuses the schema
     */
    int register(String subject, Schema schema);

    /**
     * The id of {@code schema} under {@code subject}, or empty.
     *
     * @throws RegistryFailure when the registry cannot be asked
     */
    Optional<Integer> find(String subject, Schema schema);

    /** The registry that {@code options} name; nothing is asked yet. */
    static SchemaRegistry of(RegistryOptions options) {
        RegistryCalls calls = new RegistryCalls(options.url(), options.authorization());
        return switch (options.kind()) {
            case CONFLUENT -> new ConfluentRegistry(calls);
            case APICURIO -> new ApicurioRegistry(calls);
        };
    }

    /**
     * The id under which values of {@code topic} are written: that of the subject {@code TOPIC-value}.
     *
     * @throws RegistryFailure when the registry cannot be asked, refuses the schema, or may not be given it and has none
     */
    static int idForTopic(RegistryOptions options, String topic, Schema schema) {
        SchemaRegistry registry = of(options);
        String subject = topic + "-value";
        if (options.register()) {
            return registry.register(subject, schema);
        }
        return registry.find(subject, schema)
                .orElseThrow(() -> new RegistryFailure("the registry " + options.url() + " does not have the schema of "
                        + schema.getFullName() + " under the subject " + subject + ", and "
                        + RegistryOptions.REGISTER.key() + " is false; register it, or set that to true"));
    }
}
