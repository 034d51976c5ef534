package io.pagestream.operators.sink;

import io.pagestream.operators.options.SinkOptions.Files;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.BulkWriter;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.avro.AvroWriterFactory;
import org.apache.flink.formats.parquet.ParquetWriterFactory;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.DateTimeBucketAssigner;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Files in {@code FOLDER/NAME/day=YYYY-MM-DD}, the day in UTC; each begins with a point or an underscore until a checkpoint
 * has made it final.
 */
final class FileSinks {

    private static final String BY_DAY = "'day='yyyy-MM-dd";
    private static final int DEFLATE_LEVEL = 6;

    /** Also how much of a file is held in memory while it is written. */
    private static final long ROW_GROUP_BYTES = 16 << 20;

    private FileSinks() {}

    /** @param toLine makes the line of JSON, without its end */
    static <T extends SpecificRecord> Sink<T> of(
            Files files, String name, Class<T> type, JsonLinesSink.ToLine<T> toLine) {
        Path folder = new Path(files.folder(), name);
        return switch (files.format()) {
            case JSON_LINES -> lines(folder, name, files.partBytes(), toLine);
            case AVRO -> bulk(folder, name, ".avro", files.partBytes(), avro(type));
            case PARQUET -> bulk(folder, name, ".parquet", files.partBytes(), parquet(type));
        };
    }

    private static <T> Sink<T> lines(Path folder, String name, long partBytes, JsonLinesSink.ToLine<T> toLine) {
        return FileSink.<T>forRowFormat(folder, (record, out) -> {
                    out.write(toLine.apply(record).getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                })
                .withBucketAssigner(new DateTimeBucketAssigner<>(BY_DAY, ZoneOffset.UTC))
                .withRollingPolicy(new RollAtCheckpoint<>(partBytes))
                .withOutputFileConfig(new OutputFileConfig(name, ".jsonl"))
                .build();
    }

    private static <T> Sink<T> bulk(
            Path folder, String name, String suffix, long partBytes, BulkWriter.Factory<T> writers) {
        return FileSink.forBulkFormat(folder, writers)
                .withBucketAssigner(new DateTimeBucketAssigner<>(BY_DAY, ZoneOffset.UTC))
                .withRollingPolicy(new RollAtCheckpoint<>(partBytes))
                .withOutputFileConfig(new OutputFileConfig(name, suffix))
                .build();
    }

    private static <T extends SpecificRecord> BulkWriter.Factory<T> avro(Class<T> type) {
        return new AvroWriterFactory<>(out -> {
            DataFileWriter<T> writer = new DataFileWriter<>(new SpecificDatumWriter<>(type));
            writer.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
            return writer.create(schema(type), out);
        });
    }

    /** With a configuration of Parquet's own: Hadoop's would have Hadoop read its files. */
    private static <T extends SpecificRecord> BulkWriter.Factory<T> parquet(Class<T> type) {
        return new ParquetWriterFactory<>(out -> AvroParquetWriter.<T>builder(out)
                .withConf(new PlainParquetConfiguration())
                .withSchema(schema(type))
                .withDataModel(SpecificData.get())
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .withCodecFactory(new SnappyPages())
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build());
    }

    private static Schema schema(Class<? extends SpecificRecord> type) {
        return SpecificData.get().getSchema(type);
    }
}
