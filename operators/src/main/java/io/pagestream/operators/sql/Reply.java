package io.pagestream.operators.sql;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;

/** What a stage answers, for who is no operator of a stream. Any thread. */
final class Reply<T> implements ResultFuture<T> {

    private final CompletableFuture<List<T>> answer = new CompletableFuture<>();

    CompletableFuture<List<T>> answer() {
        return answer;
    }

    @Override
    public void complete(Collection<T> results) {
        answer.complete(List.copyOf(results));
    }

    @Override
    public void complete(CollectionSupplier<T> supplier) {
        try {
            complete(supplier.get());
        } catch (Exception e) {
            completeExceptionally(e);
        }
    }

    @Override
    public void completeExceptionally(Throwable error) {
        answer.completeExceptionally(error);
    }
}
