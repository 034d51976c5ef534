/**
 * The stage that answers questions about a page.
 *
 * <p>Knows the engine's answers, no pixels. Answers come on the engine's completion thread. Start reading at {@code
 * AnswerQuestions}.
 */
package io.pagestream.operators.answer;
