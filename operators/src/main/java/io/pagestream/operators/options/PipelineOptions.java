package io.pagestream.operators.options;

import static io.pagestream.operators.options.PipelineKeys.*;

import io.pagestream.engine.EngineOptions;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.upright.UprightRule;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * All options of the pipeline, checked: whatever is inconsistent is refused here, with both values, before the job starts.
 *
 * @param engine of the shared engine
 * @param limits what a document may cost
 * @param render how a page becomes pixels
 * @param upright whether pages are set upright
 * @param textLayer whether the text that a document carries may stand for its pages, where a request does not say it
 * @param reading how it is shown to the model, and what the model is asked
 * @param access what may be opened
 * @param isolation where it is decoded, and who knows passwords
 * @param stream capacities and times
 */
public record PipelineOptions(
        EngineOptions engine,
        DecodeLimits limits,
        RenderRule render,
        UprightRule upright,
        TextLayerRule textLayer,
        ReadingOptions reading,
        AccessOptions access,
        IsolationOptions isolation,
        StreamOptions stream)
        implements Serializable {

    public PipelineOptions {
        Checks.require(
                access.claimsKeep().isZero() || access.claimsKeep().compareTo(stream.remember()) > 0,
                CLAIMS_KEEP.key() + " (" + access.claimsKeep() + ") must be longer than " + REMEMBER.key() + " ("
                        + stream.remember() + "), or 0 for ever: a document that is still in the stream would lose its"
                        + " bytes");
    }

    /** Reads the keys of {@link PipelineKeys}; an absent one has its default. */
    public static PipelineOptions from(ReadableConfig config) {
        return new PipelineOptions(
                engineOptions(config),
                limits(config),
                new RenderRule(config.get(DPI), config.get(MAX_SIDE), RenderRule.Orientation.UPRIGHT),
                config.get(UPRIGHT),
                config.get(TEXT_LAYER),
                new ReadingOptions(
                        config.get(MAX_TILES),
                        config.get(READ_PROMPT),
                        config.get(MAX_READ_TOKENS),
                        config.get(MAX_ANSWER_TOKENS),
                        config.get(MAX_QUESTIONS),
                        config.get(ATTEMPTS),
                        config.get(DOUBTFUL_BELOW),
                        config.get(EVIDENCE)),
                new AccessOptions(
                        config.get(ALLOWED_ROOTS),
                        config.get(CLAIM_STORE),
                        config.get(CLAIMS_KEEP),
                        config.get(MAX_BYTES).getBytes(),
                        config.get(HTTP_TIMEOUT),
                        config.get(FETCH_ATTEMPTS)),
                new IsolationOptions(
                        config.get(ISOLATION),
                        config.get(PROCESS_MEMORY).getBytes(),
                        config.get(PROCESSES),
                        config.get(ATTEMPTS_FOLDER),
                        config.get(PASSWORD_PROVIDER)),
                streamOptions(config));
    }

    private static EngineOptions engineOptions(ReadableConfig config) {
        return new EngineOptions(
                config.get(MODEL),
                config.get(DEVICE),
                config.get(KV_CACHE).getBytes(),
                config.get(TOKENS_PER_STEP),
                config.get(TILES_PER_STEP),
                config.get(SHARE_PROMPTS),
                config.get(SPECULATE),
                config.get(MAX_RUNNING),
                config.get(MAX_WAITING),
                config.get(ANSWER_WITHIN),
                config.get(LINGER));
    }

    private static DecodeLimits limits(ReadableConfig config) {
        return new DecodeLimits(
                config.get(MAX_BYTES).getBytes(),
                config.get(MAX_PIXELS),
                config.get(MAX_PAGES),
                config.get(OPEN_TIMEOUT),
                config.get(DECODE_TIMEOUT));
    }

    private static StreamOptions streamOptions(ReadableConfig config) {
        return new StreamOptions(
                config.get(RUN_ID),
                config.get(BACKFILL_ABOVE),
                config.get(FETCH_CAPACITY),
                config.get(FETCH_TIMEOUT),
                config.get(READ_CAPACITY),
                config.get(ASK_CAPACITY),
                config.get(PAGE_TIMEOUT),
                config.get(DOCUMENT_DEADLINE),
                config.get(REMEMBER),
                config.get(OPEN_DOCUMENTS),
                config.get(OPEN_BYTES).getBytes(),
                config.get(MAX_RESULT).getBytes(),
                config.getOptional(CLAIM_ABOVE).map(MemorySize::getBytes).orElse(Long.MAX_VALUE),
                config.get(MAX_PARALLELISM));
    }

    /** The same options with other {@link AccessOptions#allowedRoots}: a local reader may open what it was given. */
    public PipelineOptions withAllowedRoots(List<String> roots) {
        AccessOptions opened = access.withAllowedRoots(roots);
        return new PipelineOptions(engine, limits, render, upright, textLayer, reading, opened, isolation, stream);
    }

    /**
     * Refuses capacities that could fill the engine: then pages would be refused as busy instead of waiting in the stream.
     *
     * @param parallelism of the operators that ask the engine; in the worst case all their subtasks share one engine
     */
    public void checkCapacity(int parallelism) {
        long open = (long) parallelism * (stream.readCapacity() + stream.askCapacity());
        long room = (long) engine.maxRunning() + engine.maxWaiting();
        Checks.require(
                open <= room,
                "a parallelism of " + parallelism + " with " + READ_CAPACITY.key() + "=" + stream.readCapacity()
                        + " and "
                        + ASK_CAPACITY.key() + "=" + stream.askCapacity() + " opens " + open
                        + " requests, but the engine has room for " + room + " (" + MAX_RUNNING.key() + "="
                        + engine.maxRunning() + " plus " + MAX_WAITING.key() + "=" + engine.maxWaiting()
                        + "); lower the capacities or raise " + MAX_WAITING.key());
    }
}
