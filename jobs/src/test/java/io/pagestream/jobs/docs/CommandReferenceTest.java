package io.pagestream.jobs.docs;

import io.pagestream.jobs.Typed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Holds {@code docs/commands.md} against what {@code --help} prints. */
class CommandReferenceTest {

    private static final int WIDTH = 110;

    @Test
    void theReferenceOfCommandsIsWhatHelpPrints() throws Exception {
        CommandLine commands = Typed.commands();
        commands.setUsageHelpAutoWidth(false);
        commands.setUsageHelpWidth(WIDTH);
        StringBuilder page = new StringBuilder(
                "# Commands\n\n"
                        + WrittenPage.notice("what --help prints")
                        + "\nWhat `./pagestream COMMAND --help` prints. Examples with what is seen: [tutorial.md](tutorial.md).\n");
        append(commands, page);

        WrittenPage.check("docs/commands.md", page.toString());
    }

    private static void append(CommandLine command, StringBuilder page) {
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .forEach(line -> page.append(line).append('\n'));
        page.append("```\n");
        for (Map.Entry<String, CommandLine> each : command.getSubcommands().entrySet()) {
            if (each.getKey().equals(each.getValue().getCommandName())) {
                append(each.getValue(), page);
            }
        }
    }
}
