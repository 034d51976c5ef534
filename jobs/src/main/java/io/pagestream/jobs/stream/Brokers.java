package io.pagestream.jobs.stream;

import io.pagestream.operators.options.KafkaOptions;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;

/** Asks whether anybody answers, before something starts that would try for long without a word. */
public final class Brokers {

    private static final String PATIENCE_MILLIS = "10000";
    private static final String MAX_TRANSACTION = "transaction.max.timeout.ms";

    private Brokers() {}

    /**
     * @param transactional whether there will be transactions
     * @throws IOException when no broker answers, the clients' options are refused, or transactions as long as the options
     *     say are not allowed
     */
    public static void requireAnswer(KafkaOptions options, boolean transactional)
            throws IOException, InterruptedException {
        String servers = options.client().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        Properties client = new Properties();
        client.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        client.putAll(options.clientProperties());
        try (Admin admin = Admin.create(client)) {
            Collection<Node> nodes = admin.describeCluster().nodes().get();
            if (transactional) {
                requireTransactions(admin, nodes.iterator().next(), options);
            }
        } catch (KafkaException | ExecutionException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            IOException failure = new IOException(
                    "no Kafka broker answers at kafka.bootstrap.servers=" + servers + " (" + reason.getMessage()
                            + "); is the address right, is a broker running there, does kafka.security.protocol fit?");
            failure.addSuppressed(e); // not as its cause: a person is told the deepest cause, and this says more
            throw failure;
        }
    }

    /** Brokers agree on it; where a user may not see their configuration, the job itself will fail at once and say why. */
    private static void requireTransactions(Admin admin, Node node, KafkaOptions options)
            throws IOException, InterruptedException, ExecutionException {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        ConfigEntry longest;
        try {
            longest = admin.describeConfigs(List.of(broker))
                    .all()
                    .get()
                    .get(broker)
                    .get(MAX_TRANSACTION);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return;
            }
            throw e;
        }
        long wanted = options.transactionTimeout().toMillis();
        if (longest != null && Long.parseLong(longest.value()) < wanted) {
            throw new IOException(KafkaOptions.TRANSACTION_TIMEOUT.key() + " (" + wanted
                    + " ms) is longer than the broker's " + MAX_TRANSACTION + " (" + longest.value()
                    + " ms); lower the one or raise the other");
        }
    }
}
