package io.pagestream.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our regular expressions against those of Java, which mean the same where both know the syntax. */
class PatternsTest {

    private static final String LETTERS = "aabbc01 é日😀\n-.\"\\";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "^a",
                "a$",
                "^a$",
                "^$",
                "",
                "a|b",
                "^a|b$",
                "(^a|b$)",
                "(?:ab)+c?",
                "(?<name>a)b",
                "a{2}",
                "^a{0,2}$",
                "^a{1,}b",
                "[ab]+?c",
                "[^ab]",
                "[a-c0-1]{2}",
                "^[^a]*$",
                "\\d\\D",
                "^\\w+$",
                "\\W",
                "^\\s",
                "\\S{3}",
                "^.{2}$",
                "a.c",
                "\\.",
                "[\\]\\\\-]",
                "\\u0061|\\x62",
                "^[é日]+$",
                "^\\p{L}+$",
                "\\P{L}",
                "(a|b)*c$",
                "^(a|ab)(c|bc)$",
                "(a*)*b",
                "^()$",
                "[\\u{1F600}-\\u{1F64F}]",
                "^^a",
                "(a|)$",
                "[]",
                "[^]"
            })
    void aSearchFindsWhatJavaFinds(String pattern) {
        String inJava = pattern.replace("\\u{1F600}-\\u{1F64F}", "\\x{1F600}-\\x{1F64F}")
                .replaceAll("^\\[]$", "(?!)")
                .replaceAll("^\\[\\^]$", "(?s:.)")
                // In Java $ also stands before a last line end, and a line ends with U+0085 too.
                .replace("$", "\\z");
        Pattern java = Pattern.compile(inJava, Pattern.UNICODE_CASE);
        ByteDfa plain = ByteDfa.of(Patterns.search(pattern, Spelling.PLAIN, ""), "");
        ByteDfa whole = ByteDfa.of(Patterns.whole(pattern, Spelling.PLAIN, ""), "");
        ByteDfa json = ByteDfa.of(Literals.quoted(Patterns.search(pattern, Spelling.JSON_STRING, "")), "");
        Random random = new Random(7);
        int[] letters = LETTERS.codePoints().toArray();
        for (int i = 0; i < 700; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                text.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            boolean found = java.matcher(text).find();
            assertThat(plain != null && plain.run(bytes))
                    .as("search in '%s'", text)
                    .isEqualTo(found);
            assertThat(whole != null && whole.run(bytes))
                    .as("whole of '%s'", text)
                    .isEqualTo(java.matcher(text).matches());
            String quoted = '"'
                    + text.toString()
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")
                    + '"';
            assertThat(json != null && json.run(quoted.getBytes(StandardCharsets.UTF_8)))
                    .as("search in %s", quoted)
                    .isEqualTo(found);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=a)",
                "(?!a)",
                "(?<=a)b",
                "(a)\\1",
                "\\bword\\b",
                "(?i)a",
                "a**",
                "a{3,2}",
                "a{5000}",
                "(a",
                "a)",
                "[a",
                "[b-a]",
                "*a",
                "a{",
                "\\p{Greek}",
                "\\k<n>",
                "x{",
                "(((a{4000}){4000}){4000}",
                "[\\d-z]"
            })
    void whatIsNotReadIsRefused(String pattern) {
        assertThatThrownBy(() -> Patterns.search(pattern, Spelling.PLAIN, "/pattern"))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessageContaining("/pattern");
    }

    @Test
    void aPatternWithTooManyStatesIsRefused() {
        assertThatThrownBy(() -> Patterns.search("(a|b)*a(a|b){30}$", Spelling.PLAIN, "/pattern"))
                .isInstanceOf(UnsupportedSchemaException.class)
                .hasMessageContaining("states");
    }

    @Test
    void onlyWellFormedUtf8IsWritten() {
        ByteDfa any = ByteDfa.of(Spelling.PLAIN.oneOf(CodePoints.all()), "");
        int texts = 0;
        for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                texts += any.run(Character.toString(point).getBytes(StandardCharsets.UTF_8)) ? 1 : 0;
            }
        }
        assertThat(texts).as("characters").isEqualTo(0x110000 - 0x800);
        assertThat(count(any, 0)).as("and nothing else").isEqualTo(texts);
    }

    private static long count(ByteDfa dfa, int state) {
        long texts = dfa.accepts(state) ? 1 : 0;
        for (int value = 0; value < 256; value++) {
            int next = dfa.next(state, value);
            texts += next == ByteDfa.DEAD ? 0 : count(dfa, next);
        }
        return texts;
    }
}
