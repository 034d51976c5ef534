package io.pagestream.operators.fault;

import io.pagestream.schemas.DeadLetter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.types.Either;
import org.apache.flink.util.Collector;

/**
 * Sends what an asynchronous stage answered on its way: letters to {@link DeadLetters#TAG}, the rest onward. An
 * asynchronous function has no side outputs, therefore its failures travel as values up to here.
 */
public final class RouteFailures<T> extends ProcessFunction<Either<DeadLetter, T>, T> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Either<DeadLetter, T> outcome, Context context, Collector<T> out) {
        if (outcome.isLeft()) {
            context.output(DeadLetters.TAG, outcome.left());
        } else {
            out.collect(outcome.right());
        }
    }
}
