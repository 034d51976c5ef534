package io.pagestream.models.task;

/**
 * The table of prompts and budgets. Where the publishers name a prompt for a task, it is theirs, and the comment says from
 * where; the others are words of this project, and nobody has measured yet which words read best.
 */
final class TaskRows {

    /** InternVL's evaluators on DocVQA, ChartQA, TextVQA; XComposer has it before the question. */
    static final String SHORT_ANSWER = "Answer the question using a single word or phrase.";

    /** InternVL2.5-MPO: its evaluators. */
    static final String THINK =
            "Your task is to answer the question below. Give step by step reasoning before you answer,"
                    + " and when you're ready to answer, please use the format \"Final answer: ..\"\n\nQuestion:\n\n{}";

    /** InternVL: the evaluator on RefCOCO. */
    static final String LOCATE =
            "Please provide the bounding box coordinate of the region this sentence describes: <ref>{}</ref>";

    /** XComposer-2.5: {@code screen_2_webpage}; the space is part of it. */
    static final String SCREEN_TO_PAGE = " Generate the HTML code of this web image with Tailwind CSS.";

    // Ours.
    private static final String MARKDOWN =
            "Read all text on this page in reading order and write it as Markdown. Write tables as Markdown tables.";
    private static final String PLAIN =
            "Read all text on this page in reading order. Write the text only, line by line as it stands there.";
    private static final String LAYOUT =
            "Find every heading, paragraph, table and picture of this page in reading order."
                    + " For each write one line: <ref>its text</ref><box>[[x1, y1, x2, y2]]</box>";
    private static final String KEYS = "Find these values on the page: {}. Answer with one JSON object that has exactly"
            + " these names; write null for what is not there.";

    /** XComposer's quick starts. */
    private static final String DESCRIBE = "Please describe this image in detail.";

    private static final String MULTI_MODALITY = "xcomposer-multi-modality";
    private static final String CONVERSATIONAL = "xcomposer-conversational";

    /** {@code write_artical}. */
    static final Sampling WRITING = new Sampling(1, 0.8, 40, 1.005, 1);

    private static final int PAGE_TOKENS = 4096;
    private static final int FIELD_TOKENS = 1024;
    private static final int SHORT_TOKENS = 100;

    private TaskRows() {}

    /** @throws IllegalArgumentException when the family was not made for the task */
    static TaskRow of(TaskFamily family, Task task, boolean withImage) {
        return switch (family) {
            case INTERNVL -> internVl(task);
            case XCOMPOSER2 -> xcomposer2(task);
            case XCOMPOSER2_4KHD -> fourKhd(task);
            case XCOMPOSER2D5 -> xcomposer25(task, withImage);
        };
    }

    /** Tiles: those of InternVL's and VLMEvalKit's runs (DocVQA 18, InfoVQA and OCRBench 24, MMMU 12, others 6). */
    private static TaskRow internVl(Task task) {
        return switch (task) {
            case MARKDOWN -> internVl(MARKDOWN, 24, PAGE_TOKENS);
            case PLAIN_TEXT -> internVl(PLAIN, 24, PAGE_TOKENS);
            case LAYOUT -> internVl(LAYOUT, 24, PAGE_TOKENS);
            case LOCATE -> internVl(LOCATE, 6, SHORT_TOKENS);
            case KEY_VALUES -> internVl(KEYS, 18, FIELD_TOKENS);
            case QUESTION -> internVl("{} " + SHORT_ANSWER, 18, SHORT_TOKENS);
            case CAPTION -> internVl("Please describe the image in detail.", 12, FIELD_TOKENS);
            case REASONING -> internVl(THINK, 12, PAGE_TOKENS);
            case ARTICLE, WEB_PAGE -> throw notMadeFor(TaskFamily.INTERNVL, task);
        };
    }

    private static TaskRow internVl(String prompt, int tiles, int tokens) {
        return new TaskRow(prompt, tiles, tokens, Sampling.GREEDY, null);
    }

    /** One squashed view; sampling as for 4KHD. */
    private static TaskRow xcomposer2(Task task) {
        return switch (task) {
            case ARTICLE -> new TaskRow("{}", 1, PAGE_TOKENS, WRITING, CONVERSATIONAL);
            case QUESTION -> new TaskRow(SHORT_ANSWER + "{}", 1, SHORT_TOKENS, Sampling.beams(5), null, null, true);
            default -> {
                common(TaskFamily.XCOMPOSER2, task);
                yield new TaskRow(prompt(task), 1, tokens(task), Sampling.beams(5), CONVERSATIONAL);
            }
        };
    }

    /** Tiles: 55 is the paper's best for documents, 25 the default of the code. */
    private static TaskRow fourKhd(Task task) {
        return switch (task) {
            case QUESTION -> new TaskRow(SHORT_ANSWER + "{}", 55, SHORT_TOKENS, Sampling.beams(5), null, null, true);
            default -> {
                common(TaskFamily.XCOMPOSER2_4KHD, task);
                int tiles = task == Task.CAPTION || task == Task.REASONING ? 25 : 55;
                yield new TaskRow(prompt(task), tiles, tokens(task), Sampling.beams(5), MULTI_MODALITY);
            }
        };
    }

    /** Tiles: 24 is the default of {@code chat}, 36 that of VLMEvalKit. Beams and system message: the model's examples. */
    private static TaskRow xcomposer25(Task task, boolean withImage) {
        return switch (task) {
            case QUESTION -> new TaskRow(SHORT_ANSWER + "{}", 36, SHORT_TOKENS, Sampling.beams(3), null, null, true);
            // The reference gives it 8192 tokens, prompt included.
            case ARTICLE -> new TaskRow("{}", 24, 8192, WRITING, null, "write", false);
            case WEB_PAGE ->
                new TaskRow(
                        withImage ? SCREEN_TO_PAGE : "{}", 24, 4800, new Sampling(1, 1, 0, 3, 2), null, "web", false);
            default -> new TaskRow(prompt(task), 24, tokens(task), Sampling.beams(3), MULTI_MODALITY);
        };
    }

    private static void common(TaskFamily family, Task task) {
        if (task == Task.ARTICLE || task == Task.WEB_PAGE) {
            throw notMadeFor(family, task);
        }
    }

    private static String prompt(Task task) {
        return switch (task) {
            case MARKDOWN -> MARKDOWN;
            case PLAIN_TEXT -> PLAIN;
            case LAYOUT -> LAYOUT;
            case LOCATE -> LOCATE;
            case KEY_VALUES -> KEYS;
            case CAPTION -> DESCRIBE;
            case REASONING -> THINK;
            case QUESTION, ARTICLE, WEB_PAGE -> throw new IllegalStateException(task + " has a row of its own");
        };
    }

    private static int tokens(Task task) {
        return switch (task) {
            case LOCATE -> SHORT_TOKENS;
            case KEY_VALUES, CAPTION -> FIELD_TOKENS;
            default -> PAGE_TOKENS;
        };
    }

    private static IllegalArgumentException notMadeFor(TaskFamily family, Task task) {
        return new IllegalArgumentException("models of " + family + " were not made for the task " + task
                + "; take XComposer-2.5, or give a prompt of your own");
    }
}
