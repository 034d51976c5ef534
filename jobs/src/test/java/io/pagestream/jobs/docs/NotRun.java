package io.pagestream.jobs.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commands that no test runs, of {@code docs/commands-not-run.md}: a row for each, with the reason. */
final class NotRun {

    static final String PAGE = "docs/commands-not-run.md";

    private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| (.+) \\|$");

    private final List<String> beginnings = new ArrayList<>();

    private NotRun() {}

    static NotRun read() throws IOException {
        NotRun rows = new NotRun();
        for (String line : Files.readAllLines(DocPages.HOME.resolve(PAGE))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.beginnings.add(row.group(1));
            }
        }
        return rows;
    }

    /** The row that a command begins with. */
    Optional<String> of(DocCommand command) {
        return beginnings.stream().filter(row -> command.text().startsWith(row)).findFirst();
    }

    List<String> beginnings() {
        return List.copyOf(beginnings);
    }
}
