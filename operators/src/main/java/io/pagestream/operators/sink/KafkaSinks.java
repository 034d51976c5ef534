package io.pagestream.operators.sink;

import io.pagestream.operators.options.KafkaOptions;
import io.pagestream.operators.options.SinkOptions.Delivery;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Topics; each sink has its own prefix, for two sinks that share one would fence each other's producers. */
final class KafkaSinks {

    /** For key, headers and the record's frame. */
    private static final long FRAME = 64 << 10;

    private KafkaSinks() {}

    static <T extends SpecificRecord> Sink<T> of(
            KafkaOptions options, Delivery delivery, KafkaValues<T> values, String name) {
        return KafkaSink.<T>builder()
                .setKafkaProducerConfig(options.clientProperties())
                .setBootstrapServers(options.client().get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
                .setDeliveryGuarantee(DeliveryGuarantee.valueOf(delivery.name()))
                .setTransactionalIdPrefix(options.transactionPrefix() + "-" + name)
                .setTransactionNamingStrategy(
                        TransactionNamingStrategy.valueOf(options.naming().name()))
                .setProperty(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        Long.toString(options.transactionTimeout().toMillis()))
                .setProperty(
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        Long.toString(Math.min(Integer.MAX_VALUE, options.maxRecordBytes() + FRAME)))
                .setRecordSerializer(values)
                .build();
    }
}
