package io.pagestream.models.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pagestream.models.prompt.PromptTemplate;
import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Final answers, votes and the steps of solutions. */
class AnswersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I think.\\nFinal answer: 42 | 42",
                "final ANSWER:  B. because | B. because",
                "Answer: 1\\nFinal answer: 2\\nAnswer: 3 | 2",
                "so\\nAnswer: \\boxed{C} | C",
                "\\boxed{1} then \\boxed{\\frac{1}{2}} end | \\frac{1}{2}",
                "所以\\n答案：七 | 七",
                "\\boxed{never closed\\nFinal answer: x | x"
            })
    void theAnswerStandsAtTheEndOfAChain(String chain, String answer) {
        assertThat(FinalAnswer.of(chain.replace("\\n", "\n"))).contains(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no idea", "\\boxed{", "\\boxed{}", "Final answer:", "Final answer: \nx"})
    void aChainWithoutAnAnswerHasNone(String chain) {
        assertThat(FinalAnswer.of(chain)).isEmpty();
    }

    @Test
    void longChainsAreReadInTime() {
        String braces = "\\boxed{" + "{".repeat(200_000);
        assertThat(FinalAnswer.of(braces)).isEmpty();
        assertThat(FinalAnswer.of("answer\t\t\t\t".repeat(50_000))).isEmpty();
        assertThat(MajorityVote.normalised("!".repeat(1_000_000) + "a")).isNotNull();
    }

    @Test
    void theMostFrequentAnswerWinsAndTheFirstOfEquals() {
        assertThat(MajorityVote.of(List.of("(B)", "A", "b.", "C"))).contains(new MajorityVote("(B)", 2, 4));
        assertThat(MajorityVote.of(List.of("no", "yes", "Yes ", "NO"))).contains(new MajorityVote("no", 2, 4));
        assertThat(MajorityVote.of(List.of("", " ", "x"))).contains(new MajorityVote("x", 1, 1));
        assertThat(MajorityVote.of(List.of("", " "))).isEmpty();
        assertThat(MajorityVote.of(List.of("?", "!", "?"))).contains(new MajorityVote("?", 2, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$1,234,567.00 | 1234567",
                "1234567 | 1234567",
                "-5.0 | -5",
                "5% | 5%",
                "1,23 | 1,23",
                "1.50 | 1.50",
                "ＡＢＣ１ | abc1",
                "'The  Red\tsofa.' | the red sofa"
            })
    void answersAreComparedWithoutWhatDoesNotMatter(String answer, String key) {
        assertThat(MajorityVote.normalised(answer)).isEqualTo(key);
    }

    @Test
    void stepsAreSplitAtEmptyLinesAndGroupedToTwelve() {
        assertThat(SolutionSteps.of("a\n\nb\nc\n\nd").steps()).containsExactly("a", "b\nc", "d");
        assertThat(SolutionSteps.of("").steps()).containsExactly("");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            many.add("s" + i);
        }

        SolutionSteps grouped = SolutionSteps.of(String.join("\n\n", many));

        assertThat(grouped.steps()).hasSize(9).startsWith("s0\n\ns1\n\ns2").endsWith("s24");
        assertThat(SolutionSteps.of(String.join("\n\n", Collections.nCopies(1000, "x")))
                        .steps())
                .hasSize(12);
    }

    @Test
    void aStepIsJudgedInTheDialogueOfTheStepsBefore() {
        SolutionSteps solution = SolutionSteps.of("first\n\nsecond");
        List<Turn.Part> question = List.of(new Turn.LeadingImage(), new Turn.Text("How many?"));
        PromptTemplate template = PromptTemplate.named("internvl2_5");

        String first = template.text(solution.judged(question, 0), image -> "<image>");
        String second = template.text(solution.judged(question, 1), image -> "<image>");

        assertThat(first)
                .endsWith("user\n### Question:\n<image>\nHow many?\n\n### Solution Process:\nfirst<|im_end|>\n"
                        + "<|im_start|>assistant\n");
        assertThat(second)
                .isEqualTo(first + "+<|im_end|>\n<|im_start|>user\nsecond<|im_end|>\n<|im_start|>assistant\n");
        assertThat(solution.score(0.5, 1)).isEqualTo(0.75);
        assertThatIllegalArgumentException().isThrownBy(() -> solution.score(1));
    }
}
