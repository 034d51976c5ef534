package io.pagestream.jobs.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * The pages of the documentation and the commands in them.
 *
 * <p>A block that is indented, or fenced as {@code sh} or {@code sql}, holds commands and nothing else. A block fenced as
 * {@code text} right behind one says what is seen after its last command. Fenced blocks of other kinds are data and drawings.
 */
final class DocPages {

    static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    static final String START_SCRIPT = "./pagestream ";

    private static final Pattern SQL = Pattern.compile("(?s)^\\s*(SELECT|CREATE|INSERT|SET|ADD|DROP|EXPLAIN)\\b.*");
    private static final Pattern TYPED = Pattern.compile(
            "^\\s*(\\./pagestream|\\./mvnw|curl|docker|helm|kubectl|java|tar|SELECT|CREATE (TABLE|MODEL))\\s.*");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("<<\\s*'?(\\w+)'?");

    private DocPages() {}

    /** README first, then the others by name. */
    static List<String> names() throws IOException {
        List<String> names = new ArrayList<>(List.of("README.md", "deploy/README.md"));
        try (Stream<Path> files = Files.walk(HOME.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .map(file -> HOME.relativize(file).toString())
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }

    static Map<String, List<DocCommand>> all() throws IOException {
        Map<String, List<DocCommand>> pages = new LinkedHashMap<>();
        for (String name : names()) {
            List<DocCommand> commands = of(name, Files.readString(HOME.resolve(name)));
            if (!commands.isEmpty()) {
                pages.put(name, commands);
            }
        }
        return pages;
    }

    /** The commands of a page in the order in which they stand there. */
    static List<DocCommand> of(String page, String markdown) {
        List<DocCommand> found = new ArrayList<>();
        parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(IndentedCodeBlock block) {
                boolean sql = SQL.matcher(block.getLiteral()).matches();
                add(block, sql ? DocCommand.Kind.SQL : DocCommand.Kind.SHELL, block.getLiteral(), 0);
            }

            @Override
            public void visit(FencedCodeBlock block) {
                switch (block.getInfo()) {
                    case "sh" -> add(block, DocCommand.Kind.SHELL, block.getLiteral(), 1);
                    case "sql" -> add(block, DocCommand.Kind.SQL, block.getLiteral(), 1);
                    case "text" -> seen(block);
                    default -> refuseCommands(page, block);
                }
            }

            private void add(Node block, DocCommand.Kind kind, String literal, int fence) {
                int line = block.getSourceSpans().get(0).getLineIndex() + 1 + fence;
                found.addAll(
                        kind == DocCommand.Kind.SQL ? statements(page, line, literal) : lines(page, line, literal));
            }

            private void seen(FencedCodeBlock block) {
                Node before = block.getPrevious();
                boolean behindCommands = before instanceof IndentedCodeBlock
                        || before instanceof FencedCodeBlock fenced
                                && fenced.getInfo().matches("sh|sql");
                if (behindCommands) {
                    int last = found.size() - 1;
                    found.set(
                            last,
                            found.get(last).seeing(block.getLiteral().lines().toList()));
                } else {
                    refuseCommands(page, block);
                }
            }
        });
        return found;
    }

    /** Commands of ours in running text: they are parsed, not run. */
    static List<DocCommand> inline(String page, String markdown) {
        List<DocCommand> found = new ArrayList<>();
        parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(Code code) {
                if (code.getLiteral().startsWith(START_SCRIPT)) {
                    found.add(new DocCommand(page, 0, DocCommand.Kind.SHELL, code.getLiteral(), List.of()));
                }
            }
        });
        return found;
    }

    private static Node parse(String markdown) {
        return Parser.builder()
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                .build()
                .parse(markdown);
    }

    private static void refuseCommands(String page, FencedCodeBlock block) {
        block.getLiteral()
                .lines()
                .filter(line -> TYPED.matcher(line).matches())
                .findFirst()
                .ifPresent(line -> {
                    throw new AssertionError(page + ": '" + line.strip()
                            + "' looks like a command, but stands in a block of another kind and would not be run;"
                            + " indent the block by four spaces, or fence it as sh or sql");
                });
    }

    /** A line that ends with a backslash goes on in the next one; a here document belongs to its command. */
    private static List<DocCommand> lines(String page, int first, String literal) {
        List<DocCommand> found = new ArrayList<>();
        List<String> lines = literal.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int line = first + i;
            StringBuilder command = new StringBuilder(withoutComment(lines.get(i)));
            while (command.length() > 0 && command.charAt(command.length() - 1) == '\\') {
                command.setLength(command.length() - 1);
                command.append(withoutComment(lines.get(++i)).strip());
            }
            Matcher here = HERE_DOCUMENT.matcher(command);
            if (here.find()) {
                do {
                    command.append('\n').append(lines.get(++i));
                } while (!lines.get(i).equals(here.group(1)));
                command.append('\n');
            }
            if (!command.toString().isBlank()) {
                found.add(new DocCommand(page, line, DocCommand.Kind.SHELL, tidy(command.toString()), List.of()));
            }
        }
        return found;
    }

    private static String tidy(String command) {
        return command.contains("\n") ? command : command.strip();
    }

    private static List<DocCommand> statements(String page, int first, String literal) {
        List<DocCommand> found = new ArrayList<>();
        int line = first;
        for (String statement : literal.split("(?<=;)[ \\t]*\\n")) {
            if (!statement.isBlank()) {
                String text = statement.strip().replaceAll(";$", "");
                found.add(new DocCommand(page, line, DocCommand.Kind.SQL, text, List.of()));
            }
            line += (int) statement.chars().filter(letter -> letter == '\n').count() + 1;
        }
        return found;
    }

    /** A comment begins with a # behind a space, outside of quotation marks. */
    private static String withoutComment(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (quote != 0) {
                quote = letter == quote ? 0 : quote;
            } else if (letter == '"' || letter == '\'') {
                quote = letter;
            } else if (letter == '#' && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i).stripTrailing();
            }
        }
        return line.stripTrailing();
    }
}
