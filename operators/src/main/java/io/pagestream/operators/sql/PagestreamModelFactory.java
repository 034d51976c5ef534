package io.pagestream.operators.sql;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.factories.ModelProviderFactory;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;

/**
 * Makes models of {@code CREATE MODEL ... WITH ('provider' = 'pagestream', ...)}. Whatever cannot be read with such a model is
 * refused here, when a query is planned: options, columns and types.
 */
public final class PagestreamModelFactory implements ModelProviderFactory {

    static final String NAME = "pagestream";

    @Override
    public String factoryIdentifier() {
        return NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    /** Those of the pipeline are known by their names only, see {@link ModelOptions}. */
    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return ModelOptions.OWN;
    }

    @Override
    public ModelProvider createModelProvider(Context context) {
        ResolvedCatalogModel model = context.getCatalogModel();
        ModelOptions options = ModelOptions.from(model.getOptions());
        List<InputColumn> input =
                DeclaredColumn.of(model.getResolvedInputSchema(), List.of(InputColumn.values()), "INPUT");
        List<OutputColumn> output =
                DeclaredColumn.of(model.getResolvedOutputSchema(), List.of(OutputColumn.values()), "OUTPUT");
        Duration timeout = context.getConfiguration().get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT);
        return new Provider(options, new RowRequests(input, options), output, timeout);
    }

    /** @param timeout after which Flink fails the query, where ML_PREDICT does not say it */
    private record Provider(ModelOptions options, RowRequests requests, List<OutputColumn> output, Duration timeout)
            implements AsyncPredictRuntimeProvider {

        @Override
        public AsyncPredictFunction createAsyncPredictFunction(Context context) {
            Duration limit = context.runtimeConfig()
                    .getOptional(MLPredictRuntimeConfigOptions.ASYNC_TIMEOUT)
                    .orElse(timeout);
            // A tenth earlier: then a slow document is a row, and not the end of the query.
            return new ReadDocuments(
                    options, requests, output, limit.multipliedBy(9).dividedBy(10));
        }

        @Override
        public ModelProvider copy() {
            return this; // nothing of it can change
        }
    }
}
