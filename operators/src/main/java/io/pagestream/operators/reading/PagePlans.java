package io.pagestream.operators.reading;

import io.pagestream.engine.Tilers;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.engine.trust.RetryLadder;
import io.pagestream.imaging.tile.TileBatch;
import io.pagestream.imaging.tile.TileGrid;
import io.pagestream.imaging.tile.Tiler;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.task.Images;
import io.pagestream.models.task.Task;
import io.pagestream.models.task.TaskFamily;
import io.pagestream.models.task.TaskOptions;
import io.pagestream.models.task.TaskPlan;
import io.pagestream.models.task.TaskPrompts;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.operators.options.ReadingOptions;
import io.pagestream.operators.page.TiledPage;
import io.pagestream.schemas.Lane;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the loaded model is asked about a page: the words of its family for the page's task, its tiles, its budget, its
 * adapter. The same page is always asked the same. Any thread.
 */
public final class PagePlans {

    /** Where the words of a task go, in the texts that a version is made of. */
    private static final String ANY_WORDS = "{}";

    /** Tasks whose answers about two halves of a page are together one about the page. */
    private static final Set<Task> JOINED = EnumSet.of(Task.MARKDOWN, Task.PLAIN_TEXT, Task.LAYOUT);

    private final ReadingOptions options;
    private final ModelConfig model;
    private final TaskFamily family;
    private final TaskPrompts prompts;
    private final Map<Integer, Tiler> tilers = new ConcurrentHashMap<>();

    public PagePlans(ReadingOptions options, ModelConfig model) {
        this.options = options;
        this.model = model;
        this.family = TaskFamily.of(model.template());
        this.prompts = TaskPrompts.of(family);
    }

    /**
     * How {@code page} is cut. A page that is read and asked about is cut once, as it is read.
     *
     * @throws RecordFault when the model was not made for the task
     */
    public Tiler tiler(Page page) throws RecordFault {
        return tiler(page, 1);
    }

    /** The same with so many times as many tiles, unless a person has set how many there may be. */
    Tiler tiler(Page page, int times) throws RecordFault {
        Task task = PageTask.require(page.getTask()).reading().orElse(Task.QUESTION);
        int tiles = plan(task, ANY_WORDS).maxTiles() * (options.maxTiles() > 0 ? 1 : times);
        return tilers.computeIfAbsent(tiles, most -> Tilers.of(model.vision(), most));
    }

    /**
     * What is tried with an answer that did not end well.
     *
     * @throws RecordFault when the model was not made for the task
     */
    RetryLadder ladder(Task task, TiledPage page) throws RecordFault {
        TileGrid grid = tiler(page.page()).grid(page.width(), page.height());
        boolean finer = !grid.equals(tiler(page.page(), 2).grid(page.width(), page.height()));
        boolean halves =
                JOINED.contains(task) && page.height() >= model.vision().imageSide();
        return new RetryLadder(finer, halves, model.language().maxPositions(), options.attempts());
    }

    /** Whether a person has set how long an answer may be: then one that is cut short is what they want. */
    boolean limits(Task task) {
        return mostTokens(task).isPresent();
    }

    /**
     * Asks for what the page's task wants of it.
     *
     * @throws RecordFault when the model was not made for the task
     */
    public ReadingRequest read(Page page, TileBatch tiles) throws RecordFault {
        Task task = reading(page);
        if (task != Task.KEY_VALUES) {
            return request(plan(task, ""), page, tiles);
        }
        List<String> names =
                page.getQuestions().stream().map(Question::getText).distinct().toList();
        ReadingRequest request = request(plan(task, String.join(", ", names)), page, tiles);
        return request.withSampling(request.sampling().with(new AnswerForm.Json(ValueNames.schema(names))));
    }

    /**
     * Asks one question about a page; the answer follows the page's schema, if it has one.
     *
     * @throws RecordFault when the model was not made for questions
     */
    public ReadingRequest ask(Page page, TileBatch tiles, Question question) throws RecordFault {
        ReadingRequest request = request(plan(Task.QUESTION, question.getText()), page, tiles);
        return page.getAnswerSchema() == null
                ? request
                : request.withSampling(request.sampling().with(new AnswerForm.Json(page.getAnswerSchema())));
    }

    /** Asks where {@code phrase} stands on a page; nothing where that is not wanted, or the model cannot point. */
    public Optional<ReadingRequest> locate(Page page, TileBatch tiles, String phrase) {
        return options.evidence() && family == TaskFamily.INTERNVL
                ? Optional.of(request(prompts.plan(Task.LOCATE, phrase, Images.pages(1)), page, tiles))
                : Optional.empty();
    }

    /**
     * Names task, family and words of {@link #read}; who changes a word changes the version. Empty when the model was not
     * made for the task.
     */
    public String readVersion(Page page) {
        Task task = reading(page);
        return prompts.supports(task) ? version(task) : "";
    }

    /** Names task, family and words of {@link #ask}. */
    public String askVersion() {
        return version(Task.QUESTION);
    }

    static Task reading(Page page) {
        return PageTask.require(page.getTask()).reading().orElseThrow();
    }

    private String version(Task task) {
        TaskPlan plan = prompts.plan(task, ANY_WORDS, Images.pages(1), options(task));
        return PromptVersion.of(PageTask.nameOf(task), family, plan);
    }

    private TaskPlan plan(Task task, String words) throws RecordFault {
        if (!prompts.supports(task)) {
            throw new RecordFault(
                    Reason.INVALID_REQUEST,
                    model.name() + " was not made for the task " + PageTask.nameOf(task)
                            + "; take a model that was, or the task read with pagestream.read.prompt");
        }
        return prompts.plan(task, words, Images.pages(1), options(task));
    }

    private TaskOptions options(Task task) {
        TaskOptions own = TaskOptions.NONE;
        if (task == Task.MARKDOWN && !options.readPrompt().isEmpty()) {
            own = own.withPrompt(options.readPrompt());
        }
        if (options.maxTiles() > 0) {
            own = own.withMaxTiles(options.maxTiles());
        }
        OptionalInt tokens = mostTokens(task);
        if (tokens.isEmpty() && JOINED.contains(task)) {
            tokens = model.maxNewTokens();
        }
        return tokens.isPresent() ? own.withMaxNewTokens(tokens.getAsInt()) : own;
    }

    /** What a person has set. */
    private OptionalInt mostTokens(Task task) {
        int tokens = task == Task.QUESTION ? options.maxAnswerTokens() : options.maxReadTokens();
        return tokens > 0 ? OptionalInt.of(tokens) : OptionalInt.empty();
    }

    private static ReadingRequest request(TaskPlan plan, Page page, TileBatch tiles) {
        SamplingRule rule = SamplingHints.rule(plan, SamplingHints.seedOf(page)).stoppingLoops();
        return new ReadingRequest(plan.turns(), List.of(tiles), rule, terms(page), plan.adapter());
    }

    private static Terms terms(Page page) {
        Terms.Priority priority =
                page.getLane() == Lane.BACKFILL ? Terms.Priority.BACKFILL : Terms.Priority.INTERACTIVE;
        return new Terms(priority, page.getTenant(), Optional.empty());
    }
}
