package io.pagestream.models.task;

/** What a person wants of a page. */
public enum Task {
    /** The whole page as Markdown. */
    MARKDOWN,
    /** The whole page as text, line by line. */
    PLAIN_TEXT,
    /** The blocks of the page with their boxes; read the answer with {@link Grounding}. */
    LAYOUT,
    /** Where a phrase stands; words: the phrase. Read the answer with {@link Grounding}. */
    LOCATE,
    /** Named values as JSON; words: the names, separated by commas. */
    KEY_VALUES,
    /** A short answer; words: the question. */
    QUESTION,
    /** A description. */
    CAPTION,
    /** A text by the model; words: the instruction. {@link ArticleComposition} also finds pictures for it. */
    ARTICLE,
    /** A page in HTML after a picture of one, or after an instruction; clean it with {@link WebPages}. */
    WEB_PAGE,
    /** An answer after thinking step by step; words: the question. Read it with {@link FinalAnswer}. */
    REASONING
}
