package io.pagestream.jobs.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every command of every page, in order, as it stands there, and looks that each ends with code 0 and says what the page
 * says that it says. Those of {@code docs/commands-not-run.md} are left out; {@link DocumentedCommandsTest} looks at these.
 *
 * <p>A page that starts a program in the background, or talks to one, gets a folder of its own. All others share one, and what has been typed
 * there once is not typed again. With {@code -Ddocs.page=docs/tutorial.md}, a regular
 * expression, only such pages are read.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedCommandsCheck {

    private static final String ENDS_WITH_CTRL_C = "./pagestream (view|run) (?!.*(--help|--submit)).*";
    private static final String NEEDS_A_BROKER = "./pagestream (run|send|replay) .*";
    private static final Pattern NOT_YET_LISTENING =
            Pattern.compile("could not be established|Connection refused|Failed to connect|no Kafka broker answers");
    private static final int CURL_REFUSED = 7;
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private final Map<String, String> ranAt = new HashMap<>();
    private Workspace shared;
    private Terminal sharedTerminal;
    private boolean hasBroker;

    @TestFactory
    Stream<DynamicContainer> everyCommandEndsWell() throws Exception {
        NotRun notRun = NotRun.read();
        String only = System.getProperty("docs.page", "");
        return DocPages.all().entrySet().stream()
                .filter(page -> only.isEmpty() || page.getKey().matches(only))
                .map(page -> container(page.getKey(), run(page.getValue(), notRun)));
    }

    /** All statements of a page are one script, for each needs those before it. */
    private static List<DocCommand> run(List<DocCommand> page, NotRun notRun) {
        List<DocCommand> commands = new ArrayList<>();
        for (DocCommand each : page) {
            if (notRun.of(each).isEmpty()) {
                DocCommand last = commands.isEmpty() ? null : commands.get(commands.size() - 1);
                if (last != null && last.kind() == DocCommand.Kind.SQL && each.kind() == DocCommand.Kind.SQL) {
                    commands.set(commands.size() - 1, last.followedBy(each));
                } else {
                    commands.add(each);
                }
            }
        }
        return commands;
    }

    private DynamicContainer container(String page, List<DocCommand> commands) {
        boolean alone = commands.stream().anyMatch(DocCommand::wantsItsOwnFolder);
        Stream<DynamicTest> tests = alone
                ? Stream.of(DynamicTest.dynamicTest(page, () -> typeAlone(page, commands)))
                : commands.stream()
                        .map(each -> DynamicTest.dynamicTest(each.place() + " " + each.text(), () -> typeOnce(each)));
        return DynamicContainer.dynamicContainer(page, tests);
    }

    private void typeAlone(String page, List<DocCommand> commands) throws Exception {
        Workspace workspace = new Workspace(folder.resolve(page.replaceAll("\\W", "-")), false);
        try (Terminal terminal = new Terminal(workspace.folder())) {
            for (DocCommand command : commands) {
                type(command, workspace, terminal);
            }
        }
    }

    private void typeOnce(DocCommand command) throws Exception {
        if (ranAt.putIfAbsent(command.text(), command.place()) != null
                && command.seen().isEmpty()) {
            return;
        }
        if (shared == null) {
            shared = new Workspace(folder.resolve("shared"), true);
            sharedTerminal = new Terminal(shared.folder());
        }
        if (command.text().matches(NEEDS_A_BROKER) && !hasBroker) {
            hasBroker = true;
            startBroker();
        }
        type(command, shared, sharedTerminal);
    }

    /** What the pages before these commands, or whoever runs Kafka, have done. */
    private void startBroker() throws Exception {
        for (DocCommand command : DocPages.all().get("docs/tutorial.md")) {
            if (command.text().startsWith("kafka_") && !command.text().contains("consumer")
                    || command.text().startsWith("KAFKA_")) {
                type(command.seeing(List.of()), shared, sharedTerminal);
            }
        }
    }

    @AfterAll
    void end() throws Exception {
        if (sharedTerminal != null) {
            sharedTerminal.close();
        }
    }

    private static void type(DocCommand command, Workspace workspace, Terminal terminal) throws Exception {
        String text = workspace.here(
                command.kind() == DocCommand.Kind.SQL ? script(command, workspace) : command.withoutAmpersand());
        long began = System.nanoTime();
        Terminal.Outcome outcome;
        int expected = 0;
        if (command.isInBackground()) {
            terminal.start(text);
            return;
        } else if (command.text().matches(ENDS_WITH_CTRL_C)) {
            outcome = terminal.runUntilCtrlC(text);
            expected = Terminal.INTERRUPTED;
        } else {
            outcome = terminal.run(text);
            // What a person does whose server has not quite started.
            for (Instant until = Instant.now().plus(START);
                    isTooEarly(outcome)
                            && terminal.hasServers()
                            && Instant.now().isBefore(until); ) {
                Thread.sleep(1000);
                outcome = terminal.run(text);
            }
        }
        System.out.printf("%5.1f s  %s  %s%n", (System.nanoTime() - began) / 1e9, command.place(), command.text());
        assertThat(outcome.code())
                .as("%s: %s%n%s%n%s", command.place(), text, outcome.said(), terminal.servers())
                .isEqualTo(expected);
        if (text.contains("sql-client.sh")) {
            // It ends with 0 whatever has come of the statements.
            assertThat(outcome.said()).as("%s: %s", command.place(), text).doesNotContain("[ERROR]");
        }
        assertThat(outcome.said())
                .as("%s: what is seen after %s", command.place(), text)
                .matches(seen(command.seen(), workspace));
    }

    private static String script(DocCommand statements, Workspace workspace) throws IOException {
        Path script = Files.createTempFile(workspace.folder().resolve("target"), "statements", ".sql");
        Files.writeString(script, workspace.here(statements.text()) + ";\n");
        return Workspace.FLINK + "/bin/sql-client.sh -j jobs/target/pagestream-job.jar -f " + script;
    }

    private static boolean isTooEarly(Terminal.Outcome outcome) {
        return outcome.code() == CURL_REFUSED
                || outcome.code() != 0
                        && NOT_YET_LISTENING.matcher(outcome.said()).find();
    }

    /** The lines in their order, others between them, runs of spaces as one. */
    private static Pattern seen(List<String> lines, Workspace workspace) {
        String pattern = lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(line -> Stream.of(workspace.here(line).split("…", -1))
                        .map(part -> Stream.of(part.split("\\s+", -1))
                                .map(word -> word.isEmpty() ? "" : Pattern.quote(word))
                                .collect(Collectors.joining("\\s+")))
                        .collect(Collectors.joining("[^\\n]*?")))
                .collect(Collectors.joining(".*?\\n\\s*", "(?s).*?", ".*"));
        return Pattern.compile(lines.isEmpty() ? "(?s).*" : pattern);
    }
}
