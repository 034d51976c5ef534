package io.pagestream.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.engine.EngineFailure;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CommandFailureTest {

    @Test
    void the_innermost_sentence_of_this_project_is_the_one_that_is_said() {
        Throwable failure = new CompletionException(new EngineFailure(
                "the engine cannot be opened",
                new CommandFailure("there is no card", new RuntimeException("code 35"))));

        assertThat(CommandFailure.sentenceOf(failure)).isEqualTo("there is no card");
    }

    @Test
    void without_one_the_innermost_cause_speaks() {
        assertThat(CommandFailure.sentenceOf(new RuntimeException(new java.io.IOException("the disk is full"))))
                .isEqualTo("the disk is full");
    }

    @Test
    void a_message_that_says_nothing_alone_comes_with_its_class() {
        assertThat(CommandFailure.sentenceOf(new java.nio.file.NoSuchFileException("/x")))
                .isEqualTo("java.nio.file.NoSuchFileException: /x");
        assertThat(CommandFailure.sentenceOf(new OutOfMemoryError("Java heap space")))
                .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
    }

    @Test
    void causes_that_go_in_a_circle_end() {
        RuntimeException first = new RuntimeException("the first reason");
        RuntimeException second = new RuntimeException("the second reason", first);
        first.initCause(second);

        assertThat(CommandFailure.sentenceOf(first)).isEqualTo("the second reason");
    }
}
