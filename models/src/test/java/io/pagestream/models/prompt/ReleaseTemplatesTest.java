package io.pagestream.models.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseTemplatesTest {

    @ParameterizedTest
    @CsvSource({
        "InternVL-Chat-V1-5, internlm2-chat, internvl-v1-5",
        "Mini-InternVL-Chat-2B-V1-5, internlm2-chat, internvl-v1-5",
        "Mini-InternVL-Chat-4B-V1-5, phi3-chat, mini-internvl-4b-v1-5",
        "InternVL2-8B, internlm2-chat, internvl-2.5",
        "InternVL2-1B, Hermes-2, internvl-2.5",
        "my-own-model, internlm2-chat, internvl-2024-07",
        "InternVL2_5-8B, internvl2_5, internvl-2.5"
    })
    void aModelHasTheMessageItWasPublishedWith(String model, String template, String message) {
        assertThat(text(ReleaseTemplates.of(template, model, Optional.empty())))
                .contains(PromptTemplate.systemMessage(message))
                .doesNotContain("{}");
    }

    @Test
    void theMessageOfConfigJsonGoesBeforeTheName() {
        assertThat(text(ReleaseTemplates.of("internlm2-chat", "InternVL-Chat-V1-5", Optional.of("You are mine."))))
                .startsWith("<|im_start|>system\nYou are mine.<|im_end|><|im_start|>user\n");
    }

    @Test
    void aSystemTurnGoesBeforeEverything() {
        PromptTemplate template = ReleaseTemplates.of("internlm2-chat", "InternVL2-8B", Optional.of("You are mine."));

        assertThat(template.text(List.of(Turn.system("Now."), Turn.user("Hi")), image -> ""))
                .isEqualTo("<|im_start|>system\nNow.<|im_end|><|im_start|>user\nHi<|im_end|><|im_start|>assistant\n");
    }

    @Test
    void anUnknownMessageNamesTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PromptTemplate.systemMessage("internvl-9"))
                .withMessageContaining("internvl-v1-5");
    }

    private static String text(PromptTemplate template) {
        return template.text(List.of(Turn.user("Hi")), image -> "");
    }
}
