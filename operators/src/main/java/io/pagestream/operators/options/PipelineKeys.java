package io.pagestream.operators.options;

import io.pagestream.engine.EngineOptions;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.upright.UprightRule;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** The keys of {@link PipelineOptions}. */
public final class PipelineKeys {

    private static final EngineOptions ENGINE = EngineOptions.of(EngineOptions.EMBEDDED, "cpu");

    public static final ConfigOption<String> MODEL = ConfigOptions.key("pagestream.model")
            .stringType()
            .defaultValue(EngineOptions.EMBEDDED)
            .withDescription("Folder with config.json, tokenizer and safetensors files; embedded: the model inside.");

    public static final ConfigOption<String> DEVICE = ConfigOptions.key("pagestream.device")
            .stringType()
            .defaultValue("cpu")
            .withDescription("cpu, cpu:f32, cpu:bf16, or a card such as cuda:0.");

    public static final ConfigOption<MemorySize> KV_CACHE = ConfigOptions.key("pagestream.engine.kv-cache")
            .memoryType()
            .defaultValue(new MemorySize(ENGINE.kvCacheBytes()))
            .withDescription("Device memory for keys and values; the engine never takes more.");

    public static final ConfigOption<Integer> TOKENS_PER_STEP = ConfigOptions.key("pagestream.engine.tokens-per-step")
            .intType()
            .defaultValue(ENGINE.tokensPerStep())
            .withDescription("Tokens that one forward pass of the decoder may compute, over all sequences.");

    public static final ConfigOption<Integer> TILES_PER_STEP = ConfigOptions.key("pagestream.engine.tiles-per-step")
            .intType()
            .defaultValue(ENGINE.tilesPerStep())
            .withDescription("Tiles that the vision encoder computes at once.");

    public static final ConfigOption<Boolean> SHARE_PROMPTS = ConfigOptions.key("pagestream.engine.share-prompts")
            .booleanType()
            .defaultValue(ENGINE.sharePrompts())
            .withDescription("Computes prompts that begin alike once, such as all questions about one page.");

    public static final ConfigOption<Boolean> SPECULATE = ConfigOptions.key("pagestream.engine.speculate")
            .booleanType()
            .defaultValue(ENGINE.speculate())
            .withDescription(
                    "Guesses what answers will repeat of a text layer, their prompt or themselves, and checks several"
                            + " tokens in one step; answers are the same.");

    public static final ConfigOption<Integer> MAX_RUNNING = ConfigOptions.key("pagestream.engine.max-running")
            .intType()
            .defaultValue(ENGINE.maxRunning())
            .withDescription("Requests that are answered at the same time.");

    public static final ConfigOption<Integer> MAX_WAITING = ConfigOptions.key("pagestream.engine.max-waiting")
            .intType()
            .defaultValue(ENGINE.maxWaiting())
            .withDescription("Requests that may wait in the engine; further ones are refused as busy.");

    public static final ConfigOption<Duration> ANSWER_WITHIN = ConfigOptions.key("pagestream.engine.answer-within")
            .durationType()
            .defaultValue(ENGINE.answerWithin())
            .withDescription("After this long in the engine a request is given up.");

    public static final ConfigOption<Duration> LINGER = ConfigOptions.key("pagestream.engine.linger")
            .durationType()
            .defaultValue(ENGINE.linger())
            .withDescription("How long an engine stays loaded after its last user; a restart of the job finds it.");

    public static final ConfigOption<Integer> MAX_TILES = ConfigOptions.key("pagestream.read.max-tiles")
            .intType()
            .defaultValue(0)
            .withDescription("Tiles of a page, thumbnail excluded; 0: what its task needs.");

    public static final ConfigOption<String> READ_PROMPT = ConfigOptions.key("pagestream.read.prompt")
            .stringType()
            .defaultValue("")
            .withDescription("Instruction of the task read; empty: the built-in one.");

    public static final ConfigOption<Integer> MAX_READ_TOKENS = ConfigOptions.key("pagestream.read.max-tokens")
            .intType()
            .defaultValue(0)
            .withDescription("Tokens of the text of a page; 0: what its task needs, or what the model says in"
                    + " generation_config.json.");

    public static final ConfigOption<Integer> ATTEMPTS = ConfigOptions.key("pagestream.read.attempts")
            .intType()
            .defaultValue(4)
            .withDescription(
                    "How often a page is read, or a question asked, whose answer loops or is cut short; 1: once.");

    public static final ConfigOption<Double> DOUBTFUL_BELOW = ConfigOptions.key("pagestream.read.doubtful-below")
            .doubleType()
            .defaultValue(0.5)
            .withDescription("Words with a character that the model thought less likely than this are marked as"
                    + " doubtful; 0: none.");

    public static final ConfigOption<Integer> MAX_ANSWER_TOKENS = ConfigOptions.key("pagestream.ask.max-tokens")
            .intType()
            .defaultValue(0)
            .withDescription("Tokens of the answer to a question; 0: what the model's family is asked with.");

    public static final ConfigOption<Integer> MAX_QUESTIONS = ConfigOptions.key("pagestream.ask.max-questions")
            .intType()
            .defaultValue(32)
            .withDescription("Questions of one document.");

    public static final ConfigOption<Boolean> EVIDENCE = ConfigOptions.key("pagestream.ask.evidence")
            .booleanType()
            .defaultValue(false)
            .withDescription("Asks where on the page each answer stands; one more request for each.");

    public static final ConfigOption<Integer> DPI = ConfigOptions.key("pagestream.render.dpi")
            .intType()
            .defaultValue(RenderRule.DEFAULT.dpi())
            .withDescription("Resolution at which a page of vector content is rendered.");

    public static final ConfigOption<Integer> MAX_SIDE = ConfigOptions.key("pagestream.render.max-side")
            .intType()
            .defaultValue(RenderRule.DEFAULT.maxSide())
            .withDescription("Pixels of the longer side of a rendered page.");

    public static final ConfigOption<TextLayerRule> TEXT_LAYER = ConfigOptions.key("pagestream.text-layer")
            .enumType(TextLayerRule.class)
            .defaultValue(TextLayerRule.WHERE_GOOD)
            .withDescription(
                    "where-good: a page whose text the document carries, and carries well, is read from it, not"
                            + " by the model; ignore: never. A request may say it for itself.");

    public static final ConfigOption<UprightRule> UPRIGHT = ConfigOptions.key("pagestream.page.upright")
            .enumType(UprightRule.class)
            .defaultValue(UprightRule.AUTO)
            .withDescription(
                    "AUTO turns pages upright and makes their lines level where their ink says clearly how they lie;"
                            + " OFF leaves them as the document shows them.");

    public static final ConfigOption<MemorySize> MAX_BYTES = ConfigOptions.key("pagestream.document.max-size")
            .memoryType()
            .defaultValue(new MemorySize(DecodeLimits.DEFAULT.maxBytes()))
            .withDescription("Size of one document, and of any single stream that is unpacked from it.");

    public static final ConfigOption<Long> MAX_PIXELS = ConfigOptions.key("pagestream.page.max-pixels")
            .longType()
            .defaultValue(DecodeLimits.DEFAULT.maxPixels())
            .withDescription("Pixels of one page, or of one image inside a page.");

    public static final ConfigOption<Integer> MAX_PAGES = ConfigOptions.key("pagestream.document.max-pages")
            .intType()
            .defaultValue(DecodeLimits.DEFAULT.maxPages())
            .withDescription("Pages of one document.");

    public static final ConfigOption<Integer> BACKFILL_ABOVE = ConfigOptions.key("pagestream.document.backfill-above")
            .intType()
            .defaultValue(100)
            .withDescription(
                    "A document of which more pages than this are asked for goes to the lane BACKFILL, whatever"
                            + " its request says.");

    public static final ConfigOption<Duration> OPEN_TIMEOUT = ConfigOptions.key("pagestream.document.open-timeout")
            .durationType()
            .defaultValue(DecodeLimits.DEFAULT.toOpen())
            .withDescription("Time to open a document.");

    public static final ConfigOption<Duration> DECODE_TIMEOUT = ConfigOptions.key("pagestream.page.decode-timeout")
            .durationType()
            .defaultValue(DecodeLimits.DEFAULT.perPage())
            .withDescription("Time to decode one page.");

    public static final ConfigOption<IsolationOptions.Mode> ISOLATION = ConfigOptions.key("pagestream.decode.isolation")
            .enumType(IsolationOptions.Mode.class)
            .defaultValue(IsolationOptions.Mode.PROCESS)
            .withDescription("Where documents are decoded: PROCESS, in processes that a bad document may end; THREAD,"
                    + " in the one that reads (what the commands for files of your own take).");

    public static final ConfigOption<MemorySize> PROCESS_MEMORY = ConfigOptions.key("pagestream.decode.process-memory")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(1024))
            .withDescription("Heap of one decoding process; with 512 mb more than this in all it is ended.");

    public static final ConfigOption<Integer> PROCESSES = ConfigOptions.key("pagestream.decode.processes")
            .intType()
            .defaultValue(0)
            .withDescription("Decoding processes of a TaskManager, at most; 0: one for each core.");

    public static final ConfigOption<String> ATTEMPTS_FOLDER = ConfigOptions.key("pagestream.attempts.folder")
            .stringType()
            .defaultValue("")
            .withDescription("Folder, on a quick file system that outlives the workers, where pages in hand are written"
                    + " down: a page that ends three TaskManagers or engines becomes a dead letter; empty: it is tried for ever."
                    + " No two jobs may share it.");

    public static final ConfigOption<String> PASSWORD_PROVIDER = ConfigOptions.key("pagestream.password.provider")
            .stringType()
            .defaultValue("")
            .withDescription("Class that knows passwords of documents; empty: only requests bring them.");

    public static final ConfigOption<List<String>> ALLOWED_ROOTS = ConfigOptions.key("pagestream.source.allowed-roots")
            .stringType()
            .asList()
            .defaultValues()
            .withDescription(
                    "Beginnings of addresses: folders, hosts, buckets. A source has to lie under one of them, whatever"
                            + " its scheme; https: alone opens all public hosts.");

    public static final ConfigOption<String> CLAIM_STORE = ConfigOptions.key("pagestream.claims.store")
            .stringType()
            .defaultValue("")
            .withDescription("Folder, on any Flink file system that all workers reach, for documents that came inside a"
                    + " record; empty: such records are refused.");

    public static final ConfigOption<Duration> CLAIMS_KEEP = ConfigOptions.key("pagestream.claims.keep")
            .durationType()
            .defaultValue(Duration.ofDays(7))
            .withDescription(
                    "How long documents stay in the claim store after the day (UTC) on which they came; longer than"
                            + " pagestream.document.remember. 0: for ever.");

    public static final ConfigOption<Duration> HTTP_TIMEOUT = ConfigOptions.key("pagestream.fetch.http-timeout")
            .durationType()
            .defaultValue(Duration.ofSeconds(60))
            .withDescription("Time for one whole answer of an HTTP server.");

    public static final ConfigOption<Integer> FETCH_ATTEMPTS = ConfigOptions.key("pagestream.fetch.attempts")
            .intType()
            .defaultValue(3)
            .withDescription("How often a source that cannot be reached is tried.");

    public static final ConfigOption<Integer> FETCH_CAPACITY = ConfigOptions.key("pagestream.fetch.capacity")
            .intType()
            .defaultValue(4)
            .withDescription("Documents that a subtask fetches at the same time.");

    public static final ConfigOption<Duration> FETCH_TIMEOUT = ConfigOptions.key("pagestream.fetch.timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(4))
            .withDescription("Time for one document, all attempts together.");

    public static final ConfigOption<Integer> READ_CAPACITY = ConfigOptions.key("pagestream.read.capacity")
            .intType()
            .defaultValue(16)
            .withDescription("Pages that a subtask has open at the engine for reading.");

    public static final ConfigOption<Integer> ASK_CAPACITY = ConfigOptions.key("pagestream.ask.capacity")
            .intType()
            .defaultValue(16)
            .withDescription("Pages that a subtask has open at the engine for questions, one question at a time each.");

    public static final ConfigOption<Duration> PAGE_TIMEOUT = ConfigOptions.key("pagestream.page.timeout")
            .durationType()
            .defaultValue(Duration.ofMinutes(15))
            .withDescription("Time for one page with all its questions, its wait for the engine included.");

    public static final ConfigOption<Duration> DOCUMENT_DEADLINE = ConfigOptions.key("pagestream.document.deadline")
            .durationType()
            .defaultValue(Duration.ofHours(6))
            .withDescription("Time after a document's first page is done, until it is sent on without missing pages.");

    public static final ConfigOption<Duration> REMEMBER = ConfigOptions.key("pagestream.document.remember")
            .durationType()
            .defaultValue(Duration.ofHours(24))
            .withDescription("How long a document is remembered: asked twice within this time, it is answered once.");

    public static final ConfigOption<Integer> OPEN_DOCUMENTS = ConfigOptions.key("pagestream.tile.open-documents")
            .intType()
            .defaultValue(8)
            .withDescription("Documents that a subtask keeps open for further pages.");

    public static final ConfigOption<MemorySize> OPEN_BYTES = ConfigOptions.key("pagestream.tile.open-size")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(128))
            .withDescription("Size of the documents that a subtask keeps open, all together.");

    public static final ConfigOption<MemorySize> MAX_RESULT = ConfigOptions.key("pagestream.result.max-size")
            .memoryType()
            .defaultValue(MemorySize.ofMebiBytes(64))
            .withDescription("Size of one finished document in Avro; a larger one becomes a dead letter.");

    public static final ConfigOption<MemorySize> CLAIM_ABOVE = ConfigOptions.key("pagestream.result.claim-above")
            .memoryType()
            .noDefaultValue()
            .withDescription("Size of one finished document in Avro; a larger one is put into pagestream.claims.store,"
                    + " and its record says where. To topics pagestream.kafka.max-record-size, else no size.");

    public static final ConfigOption<Integer> MAX_PARALLELISM = ConfigOptions.key("pagestream.max-parallelism")
            .intType()
            .defaultValue(128)
            .withDescription("Key groups of the job; a savepoint can never be restored above this parallelism.");

    public static final ConfigOption<String> RUN_ID = ConfigOptions.key("pagestream.run-id")
            .stringType()
            .defaultValue("pagestream")
            .withDescription("Name of the counters that a program in the same JVM can watch.");

    private PipelineKeys() {}
}
