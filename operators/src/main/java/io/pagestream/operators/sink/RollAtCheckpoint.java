package io.pagestream.operators.sink;

import java.io.IOException;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.rollingpolicies.CheckpointRollingPolicy;

/** Closes files at every checkpoint, so that what is committed can be read; and before, when they are large. */
final class RollAtCheckpoint<T> extends CheckpointRollingPolicy<T, String> {

    private static final long serialVersionUID = 1L;

    private final long maxBytes;

    RollAtCheckpoint(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> file, T record) throws IOException {
        return file.getSize() >= maxBytes;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> file, long now) {
        return false;
    }
}
