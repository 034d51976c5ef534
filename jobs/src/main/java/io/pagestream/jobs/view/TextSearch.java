package io.pagestream.jobs.view;

import io.pagestream.jobs.view.SeenDocument.Whole;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks for words in everything that a folder holds, without regard to case; any space in the words is any space. */
final class TextSearch {

    static final int LONGEST_QUERY = 200;
    static final int MOST_HITS = 200;

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int AROUND = 60;

    private final Pattern words;
    private final List<Hit> hits = new ArrayList<>();

    private TextSearch(Pattern words) {
        this.words = words;
    }

    /**
     * One place where the words stand.
     *
     * @param kind document (its name), page, answer or deadLetter
     * @param page 0 is the first page of the document; -1 when none is meant
     * @param before up to {@value #AROUND} characters
     */
    record Hit(String kind, int number, String id, int page, String before, String hit, String after) {}

    /** @param complete false when there are more, or when it took too long */
    record Found(List<Hit> hits, boolean complete) {}

    /** @throws IllegalArgumentException when the query is empty or too long */
    static Found in(ResultFolder folder, String query) throws IOException {
        String words = query.strip();
        if (words.isEmpty() || words.length() > LONGEST_QUERY) {
            throw new IllegalArgumentException(
                    "a search needs 1 to " + LONGEST_QUERY + " characters, got " + words.length());
        }
        List<String> quoted =
                List.of(words.split("\\s+")).stream().map(Pattern::quote).toList();
        return new TextSearch(
                        Pattern.compile(String.join("\\s+", quoted), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                .over(folder);
    }

    private Found over(ResultFolder folder) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        int number = 0;
        for (Optional<Whole> next = folder.document(0); next.isPresent(); next = folder.document(++number)) {
            look(next.get());
            if (hits.size() >= MOST_HITS || System.nanoTime() > end) {
                return new Found(List.copyOf(hits.subList(0, Math.min(MOST_HITS, hits.size()))), false);
            }
        }
        return new Found(List.copyOf(hits), true);
    }

    private void look(Whole document) {
        look("document", document, -1, document.row().id());
        List<PageText> pages =
                document.result() == null ? List.of() : document.result().getPages();
        for (PageText page : pages) {
            look("page", document, page.getIndex(), page.getText());
        }
        for (QaResult answer : document.answers()) {
            look("answer", document, answer.getPage(), answer.getQuestion() + " " + answer.getAnswer());
        }
        for (DeadLetter letter : document.letters()) {
            int page = letter.getPage() == null ? -1 : letter.getPage();
            look("deadLetter", document, page, letter.getReason() + " " + letter.getDetail());
        }
    }

    private void look(String kind, Whole document, int page, String text) {
        Matcher found = words.matcher(text);
        while (hits.size() < MOST_HITS && found.find()) {
            hits.add(new Hit(
                    kind,
                    document.row().number(),
                    document.row().id(),
                    page,
                    text.substring(Math.max(0, found.start() - AROUND), found.start()),
                    found.group(),
                    text.substring(found.end(), Math.min(text.length(), found.end() + AROUND))));
        }
    }
}
