package io.pagestream.jobs.stream;

import io.pagestream.operators.options.KafkaOptions;
import java.io.IOException;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Asks whether anybody answers, before a job starts that would try for ever without a word. */
final class Brokers {

    private static final String PATIENCE_MILLIS = "10000";

    private Brokers() {}

    /** @throws IOException when no broker answers, or the clients' options are refused */
    static void requireAnswer(KafkaOptions options) throws IOException, InterruptedException {
        String servers = options.client().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        Properties client = new Properties();
        client.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.putAll(options.clientProperties());
        try (Admin admin = Admin.create(client)) {
            admin.describeCluster().nodes().get();
        } catch (KafkaException | ExecutionException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            IOException failure = new IOException(
                    "no Kafka broker answers at kafka.bootstrap.servers=" + servers + " (" + reason.getMessage()
                            + "); is the address right, is a broker running there, does kafka.security.protocol fit?");
            failure.addSuppressed(e); // not as its cause: a person is told the deepest cause, and this says more
            throw failure;
        }
    }
}
