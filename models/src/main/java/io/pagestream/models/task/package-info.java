/**
 * Tasks, not raw prompts: what to ask a model family for a task, with which budget of tiles and tokens, and how to read
 * its answer. Knows dialogues and text only: no tokenizer, no device, no engine. Answers are words of a model: whatever
 * stands in them is read within limits and never an error. Start with {@link io.pagestream.models.task.TaskPrompts};
 * everything is immutable and for any thread, but {@link io.pagestream.models.task.ArticleComposition}, which is one
 * conversation.
 */
package io.pagestream.models.task;
