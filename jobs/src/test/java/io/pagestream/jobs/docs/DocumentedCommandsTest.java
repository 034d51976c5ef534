package io.pagestream.jobs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What can be said of the documents' commands without running them; {@link DocumentedCommandsCheck} runs them. */
class DocumentedCommandsTest {

    private static final Pattern FILE = Pattern.compile("(?<![\\w/.-])(deploy|docs|models|jobs|\\.ci)/[\\w./-]*\\w");
    private static final Pattern TRIAL = Pattern.compile("-Dtrials=(\\w+)");

    @Test
    void everyRowOfTheCommandsThatAreNotRunIsOfACommand() throws IOException {
        NotRun notRun = NotRun.read();
        List<DocCommand> commands =
                DocPages.all().values().stream().flatMap(List::stream).toList();

        assertThat(commands).hasSizeGreaterThan(50);
        List<String> used = commands.stream()
                .flatMap(each -> notRun.of(each).stream())
                .distinct()
                .toList();
        assertThat(notRun.beginnings())
                .as("rows of %s, and those that a command begins with", NotRun.PAGE)
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void whatIsNotRunCanAtLeastBeParsedAndNamesFilesThatThereAre() throws Exception {
        NotRun notRun = NotRun.read();
        List<String> wrong = new ArrayList<>();
        for (List<DocCommand> page : DocPages.all().values()) {
            for (DocCommand command : page) {
                if (notRun.of(command).isPresent()) {
                    wrong.addAll(wrongWith(command));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void commandsInRunningTextCanBeParsed() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<String> pages = new ArrayList<>(DocPages.names());
        pages.remove(NotRun.PAGE); // has beginnings of commands
        for (String page : pages) {
            for (DocCommand command : DocPages.inline(page, Files.readString(DocPages.HOME.resolve(page)))) {
                // A command alone is a name in a sentence, not something to type.
                if (words(command).size() > 1) {
                    wrong.addAll(wrongWith(command));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void commandsAreFoundInAllTheFormsInWhichPagesHaveThem() {
        String page =
                "# A page\n\ntext with `./pagestream plan --json` in it\n\n    ./pagestream read a.pdf   # reads \"it\"\n"
                        + "    ./pagestream ask a.pdf \"No. #1?\" \\\n      --strict\n\n```text\n1 page …\n```\n\n"
                        + "```sh\ncat > a.yaml <<'END'\nkey: 1 # kept\nEND\ncurl localhost:1 &\n```\n\n```yaml\nkey: 1\n```\n\n"
                        + "```sql\nSELECT 1;\n\nSELECT\n  2;\n```\n\n- a list\n\n      ./pagestream bench\n";

        List<DocCommand> commands = DocPages.of("p.md", page);

        assertThat(commands)
                .extracting(DocCommand::text)
                .containsExactly(
                        "./pagestream read a.pdf",
                        "./pagestream ask a.pdf \"No. #1?\" --strict",
                        "cat > a.yaml <<'END'\nkey: 1 # kept\nEND\n",
                        "curl localhost:1 &",
                        "SELECT 1",
                        "SELECT\n  2",
                        "./pagestream bench");
        assertThat(commands.get(1).seen()).containsExactly("1 page …");
        assertThat(commands.get(3).isInBackground()).isTrue();
        assertThat(DocPages.inline("p.md", page))
                .extracting(DocCommand::text)
                .containsExactly("./pagestream plan --json");
    }

    @Test
    void aCommandInABlockOfAnotherKindIsRefused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> DocPages.of("p.md", "```\n./pagestream bench\n```\n"))
                .hasMessageContaining("would not be run");
    }

    private static List<String> wrongWith(DocCommand command) throws Exception {
        List<String> wrong = new ArrayList<>();
        Matcher file = FILE.matcher(command.text());
        while (file.find()) {
            boolean built = file.group().contains("/target/");
            boolean weights = file.group().matches("models/(?!src).*");
            if (!built && !weights && !Files.exists(DocPages.HOME.resolve(file.group()))) {
                wrong.add(command.place() + " names " + file.group() + ", which is not there: " + command.text());
            }
        }
        Matcher trial = TRIAL.matcher(command.text());
        if (trial.find() && DocumentedCommandsTest.class.getResource("../chaos/" + trial.group(1) + ".class") == null) {
            wrong.add(command.place() + " names the trial " + trial.group(1) + ", which is not there");
        }
        if (command.isPagestream()) {
            try {
                Typed.commands().parseArgs(words(command).toArray(String[]::new));
            } catch (CommandLine.ParameterException e) {
                wrong.add(command.place() + " " + command.text() + ": " + e.getMessage());
            }
        }
        return wrong;
    }

    /** As the shell takes it apart. */
    private static List<String> words(DocCommand command) throws Exception {
        Process shell = new ProcessBuilder(
                        "sh", "-f", "-c", "set -- " + command.arguments() + "\nprintf '%s\\n' \"$@\"")
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor())
                .as("%s %s: %s", command.place(), command.text(), said)
                .isZero();
        return said.lines().toList();
    }
}
