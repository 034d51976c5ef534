package io.pagestream.compute;

/** Device memory for the keys and values of many sequences, in blocks. Which block is whose is decided elsewhere. */
public interface PagedKeysAndValues extends AutoCloseable {

    CacheShape shape();

    @Override
    void close();
}
