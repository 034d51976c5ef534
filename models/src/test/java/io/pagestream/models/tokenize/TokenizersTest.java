package io.pagestream.models.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.models.golden.GoldenFixture;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are taken, what is refused, and with which words. */
class TokenizersTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "InternLM2Tokenizer",
                "InternLM2TokenizerFast",
                "InternLMXComposer2Tokenizer",
                "LlamaTokenizer",
                "LlamaTokenizerFast"
            })
    void theSentencePieceModelIsTakenWhereTheReferenceTakesIt(String tokenizerClass) throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        Files.copy(TokenizerGolden.QWEN2_HF.folder().resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        edit(config -> config.put("tokenizer_class", tokenizerClass));

        assertThat(Tokenizers.read(folder).size()).isEqualTo(1143);
    }

    @Test
    void otherClassesTakeTheDefinition() throws IOException {
        copy(TokenizerGolden.LLAMA3);
        Files.copy(TokenizerGolden.INTERNLM2.folder().resolve("tokenizer.model"), folder.resolve("tokenizer.model"));

        assertThat(Tokenizers.read(folder).size()).isEqualTo(870);
    }

    @Test
    void withoutTheListInTheConfigurationTheOldFilesAreRead() throws IOException {
        copy(TokenizerGolden.PHI3);
        edit(config -> config.remove("added_tokens_decoder"));

        Tokenizer tokenizer = Tokenizers.read(folder);

        assertThat(tokenizer.id("<IMG_CONTEXT>")).isEqualTo(993);
        assertThat(tokenizer.encode("<|user|><img>")).endsWith(990, 991);
    }

    @Test
    void aMissingModelIsNamed() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        Files.delete(folder.resolve("tokenizer.model"));
        refused("tokenizer_class = 'InternLM2Tokenizer' and no tokenizer.model");
    }

    @Test
    void aModelOfAnotherClassIsNamed() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        edit(config -> config.put("tokenizer_class", "T5Tokenizer"));
        refused("tokenizer_class = 'T5Tokenizer' and only a tokenizer.model");
    }

    @Test
    void aBrokenModelIsNamed() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        Files.writeString(folder.resolve("tokenizer.model"), "version https://git-lfs.github.com/spec/v1");
        refused("tokenizer.model cannot be used: its bytes are no protobuf message");
    }

    @Test
    void aHugeModelIsNotRead() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("tokenizer.model").toFile(), "rw")) {
            file.setLength((64L << 20) + 1);
        }
        refused("more than 67108864");
    }

    @Test
    void aTokenAtTheEndOfPromptsIsRefused() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        edit(config -> config.put("add_eos_token", true));
        refused("add_eos_token = true");
    }

    @Test
    void aMissingBosIsNamed() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        Files.delete(folder.resolve("special_tokens_map.json"));
        edit(config -> config.remove("bos_token"));
        refused("name no bos_token");
    }

    @Test
    void aSpecialTokenWithoutIdIsNamed() throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        edit(config -> config.put("pad_token", "[PAD]"));
        refused("the special token '[PAD]' without an id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "9000000", "one"})
    void anImpossibleIdIsNamed(String id) throws IOException {
        copy(TokenizerGolden.INTERNLM2);
        edit(config ->
                ((ObjectNode) config.path("added_tokens_decoder")).putObject(id).put("content", "<x>"));
        refused(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"QWEN2", "INTERNLM2", "PHI3"})
    void aTextWithoutEndIsRefused(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();
        String text = "a".repeat(InputText.MOST_CHARACTERS + 1);

        assertThatThrownBy(() -> tokenizer.encode(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1048576 are allowed");
    }

    @ParameterizedTest
    @EnumSource
    void halfASurrogatePairBecomesAReplacementAndUnknownIdsNothing(TokenizerGolden kind) {
        Tokenizer tokenizer = kind.tokenizer();

        assertThat(tokenizer.decode(tokenizer.encode("a\uD83Db\uDE00"))).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(tokenizer.decode(-1, tokenizer.id("b"), tokenizer.size(), Integer.MAX_VALUE))
                .isEqualTo("b");
    }

    private void refused(String words) {
        assertThatThrownBy(() -> Tokenizers.read(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageContaining(folder.toString());
    }

    private void copy(TokenizerGolden kind) throws IOException {
        try (Stream<Path> files = Files.list(kind.folder())) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    private void edit(Consumer<ObjectNode> change) {
        Path file = folder.resolve("tokenizer_config.json");
        ObjectNode config = (ObjectNode) GoldenFixture.json(file);
        change.accept(config);
        try {
            new ObjectMapper().writeValue(file.toFile(), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
