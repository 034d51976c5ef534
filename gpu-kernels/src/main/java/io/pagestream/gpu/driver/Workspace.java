package io.pagestream.gpu.driver;

/** A place that an operation works in, kept from one call to the next and replaced when a larger one is asked for. */
public final class Workspace {

    private final DeviceMemory memory;
    private DeviceMemory.Block block;

    public Workspace(DeviceMemory memory) {
        this.memory = memory;
    }

    /** The address of at least {@code bytes}; what was there before is lost when it had to grow. */
    public long atLeast(long bytes) {
        if (block == null || block.bytes() < bytes) {
            if (block != null) {
                block.close(); // queued work may still use it: whoever takes it next is queued behind
            }
            block = memory.take(null, bytes);
        }
        return block.address();
    }
}
