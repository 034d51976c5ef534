package io.pagestream.operators.reading;

import io.pagestream.engine.Tilers;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.engine.request.ReadingRequest;
import io.pagestream.engine.request.SamplingRule;
import io.pagestream.engine.request.Terms;
import io.pagestream.imaging.tile.TileBatch;
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
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Question;
import io.pagestream.schemas.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the loaded model is asked about a page: the words of its family for the page's task, its tiles, its budget, its
 * adapter. The same page is always asked the same. Any thread.
 */
public final class PagePlans {

    /** Where the words of a task go, in the texts that a version is made of. */
    private static final String ANY_WORDS = "{}";

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
        Task task = PageTask.require(page.getTask()).reading().orElse(Task.QUESTION);
        int tiles = plan(task, ANY_WORDS).maxTiles();
        return tilers.computeIfAbsent(tiles, most -> Tilers.of(model.vision(), most));
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

    /** Names task, family and words of {@link #read}; who changes a word changes the version. */
    public String readVersion(Page page) {
        return version(reading(page));
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
        int tokens = task == Task.QUESTION ? options.maxAnswerTokens() : options.maxReadTokens();
        return tokens > 0 ? own.withMaxNewTokens(tokens) : own;
    }

    private static ReadingRequest request(TaskPlan plan, Page page, TileBatch tiles) {
        SamplingRule rule = SamplingHints.rule(plan, SamplingHints.seedOf(page)).stoppingLoops();
        return new ReadingRequest(plan.turns(), List.of(tiles), rule, Terms.DEFAULT, plan.adapter());
    }
}
