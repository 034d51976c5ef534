package io.pagestream.operators.source;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.RegistryOptions;
import io.pagestream.operators.registry.RegisteredRecords;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.DocumentRequest;
import java.io.IOException;
import java.io.Serializable;

/** How requests lie in records. Travels to the workers; what it opens there belongs to one thread. */
@FunctionalInterface
public interface RequestFormat extends Serializable {

    /** Opens what is needed to read. */
    Reader open();

    /** Reads one record. */
    @FunctionalInterface
    interface Reader {

        /**
         * @throws IOException when {@code bytes} are no request; what cannot be decided now is another exception and stops
         *     the task
         */
        DocumentRequest read(byte[] bytes) throws IOException;
    }

    /** As the topics of {@code kafka} have it. */
    static RequestFormat of(KafkaOptions kafka) {
        return kafka.registry() == null ? avro() : registered(kafka.registry());
    }

    /** Plain Avro binary of the schema that this program was built with. */
    static RequestFormat avro() {
        return () -> bytes -> AvroBytes.read(bytes, DocumentRequest.class);
    }

    /** Avro binary after the id of its schema in a registry. */
    static RequestFormat registered(RegistryOptions registry) {
        return () -> {
            RegisteredRecords records = RegisteredRecords.of(registry);
            return bytes -> records.read(bytes, DocumentRequest.class);
        };
    }
}
