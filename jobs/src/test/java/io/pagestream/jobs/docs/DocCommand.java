package io.pagestream.jobs.docs;

import java.util.List;

/**
 * Something that a page tells a person to type.
 *
 * @param page the file, from the folder of the project
 * @param line of the page on which it begins
 * @param kind of the program that it is typed into
 * @param text without comments, on one line where it is of a shell
 * @param seen lines that the page says are seen then; {@code …} stands for anything
 */
record DocCommand(String page, int line, Kind kind, String text, List<String> seen) {

    private static final String SERVER = "\\./pagestream serve\\b(?!.*--help).*";

    /** Where a command is typed. */
    enum Kind {
        SHELL,
        SQL
    }

    boolean isPagestream() {
        return kind == Kind.SHELL && text.startsWith(DocPages.START_SCRIPT);
    }

    /** What follows {@code ./pagestream}, as typed. */
    String arguments() {
        return withoutAmpersand().substring(DocPages.START_SCRIPT.length());
    }

    /** It goes on while the next ones are typed: with an ampersand, or a server, which people start in a terminal of its own. */
    boolean isInBackground() {
        return kind == Kind.SHELL && (text.endsWith(" &") || text.matches(SERVER));
    }

    /** What talks to a server needs one that nobody else has talked to. */
    boolean wantsItsOwnFolder() {
        return text.endsWith(" &") || text.startsWith("curl ");
    }

    String withoutAmpersand() {
        return text.endsWith(" &") ? text.substring(0, text.length() - 2) : text;
    }

    DocCommand seeing(List<String> lines) {
        return new DocCommand(page, line, kind, text, lines);
    }

    /** This statement and the next one. */
    DocCommand followedBy(DocCommand next) {
        return new DocCommand(page, line, kind, text + ";\n" + next.text, next.seen);
    }

    String place() {
        return page + ":" + line;
    }
}
