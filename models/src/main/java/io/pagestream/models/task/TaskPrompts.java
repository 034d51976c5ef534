package io.pagestream.models.task;

import io.pagestream.models.prompt.PromptTemplate;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;

/** Turns a task into a dialogue with budgets, in the way a model family was trained and is evaluated. */
public final class TaskPrompts {

    private static final String WORDS = "{}";
    private static final int INTERNVL_TILES_IN_ALL = 64;

    private final TaskFamily family;

    private TaskPrompts(TaskFamily family) {
        this.family = family;
    }

    public static TaskPrompts of(TaskFamily family) {
        return new TaskPrompts(family);
    }

    /** @param template as {@code ModelConfig.template} has it */
    public static TaskPrompts of(String template) {
        return of(TaskFamily.of(template));
    }

    /** With the family's own prompt and budgets. */
    public TaskPlan plan(Task task, String words, Images images) {
        return plan(task, words, images, TaskOptions.NONE);
    }

    /**
     * @param words what the task is about; empty where it needs none
     * @throws IllegalArgumentException when the family was not made for the task and {@code options} have no prompt
     */
    public TaskPlan plan(Task task, String words, Images images, TaskOptions options) {
        boolean known = supports(task);
        TaskRow row = known || options.prompt().isEmpty()
                ? TaskRows.of(family, task, images.count() > 0)
                : TaskRows.of(family, Task.CAPTION, true);
        String text = options.prompt().orElse(row.prompt()).replace(WORDS, words);
        List<Turn> turns = new ArrayList<>();
        row.system().map(PromptTemplate::systemMessage).map(Turn::system).ifPresent(turns::add);
        turns.add(new Turn(Turn.Role.USER, parts(text, images, row.inline())));
        return new TaskPlan(
                turns,
                options.maxTiles().orElse(tiles(row.maxTiles(), images)),
                options.maxNewTokens().orElse(row.maxNewTokens()),
                row.sampling(),
                row.adapter());
    }

    /** Whether the family has a prompt of its own for the task. */
    public boolean supports(Task task) {
        return switch (task) {
            case ARTICLE -> family == TaskFamily.XCOMPOSER2 || family == TaskFamily.XCOMPOSER2D5;
            case WEB_PAGE -> family == TaskFamily.XCOMPOSER2D5;
            default -> true;
        };
    }

    private List<Turn.Part> parts(String text, Images images, boolean inline) {
        List<Turn.Part> parts = new ArrayList<>();
        if (images.count() == 1 && !images.frames()) {
            parts.add(inline ? new Turn.Image() : new Turn.LeadingImage());
        } else {
            numbered(images, parts);
        }
        parts.add(new Turn.Text(text));
        return parts;
    }

    /**
     * InternVL: {@code Image-1: <image>} and {@code Frame1: <image>}, a line each (model cards). XComposer: {@code Image1
     * <ImageHere>; } (model cards); a video is one montage for 2.5, announced in the question.
     */
    private void numbered(Images images, List<Turn.Part> parts) {
        if (family == TaskFamily.INTERNVL) {
            for (int i = 1; i <= images.count(); i++) {
                parts.add(new Turn.Text((images.frames() ? "Frame" : "Image-") + i + ": "));
                parts.add(new Turn.Image());
                parts.add(new Turn.Text("\n"));
            }
        } else if (images.frames() && images.count() == 1) {
            parts.add(new Turn.LeadingImage());
            parts.add(new Turn.Text("Here are some frames of a video. "));
        } else {
            for (int i = 1; i <= images.count(); i++) {
                parts.add(new Turn.Text("Image" + i + " "));
                parts.add(new Turn.Image());
                parts.add(new Turn.Text("; "));
            }
        }
    }

    /**
     * InternVL: 64 tiles in all, one for a frame (evaluators on MP-DocVQA and MVBench). XComposer-2.5: 6 as soon as there are
     * two (its {@code chat}). 4KHD has no rule of its own: its budget is shared, at least 4 for each, as VLMEvalKit does for
     * 2.5.
     */
    private int tiles(int most, Images images) {
        int count = Math.max(1, images.count());
        return switch (family) {
            case INTERNVL -> images.frames() ? 1 : Math.max(1, Math.min(most, INTERNVL_TILES_IN_ALL / count));
            case XCOMPOSER2 -> 1;
            case XCOMPOSER2_4KHD -> Math.max(4, most / count);
            case XCOMPOSER2D5 -> count > 1 ? Math.min(6, most) : most;
        };
    }
}
