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

    boolean isInBackground() {
        return kind == Kind.SHELL && text.endsWith(" &");
    }

    String withoutAmpersand() {
        return isInBackground() ? text.substring(0, text.length() - 2) : text;
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
