package io.pagestream.models.task;

import io.pagestream.models.prompt.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** XComposer-2.5's web pages: the two questions that turn a curriculum vitae into one, and what is done with answers. */
public final class WebPages {

    /** The space is part of it, as of the next. */
    private static final String RESUME = " Generate a personal page using the content in the resume:";

    private static final String EVENTS = " Generate JavaScript events for the html code:";
    private static final Pattern TOKENS = Pattern.compile("\\[UNUSED_TOKEN_14[56]\\]");
    private static final Pattern PICTURES = Pattern.compile(
            "https://source\\.unsplash\\.com/random/([0-9]{1,5}+)x([0-9]{1,5}+)/?+(?:\\?[^\\s\"'<>)]*+)?");
    private static final String OPEN = "<script";
    private static final String CLOSE = "</script>";

    private WebPages() {}

    /** First question: a page for this curriculum vitae. */
    public static TaskPlan resume(String markdown) {
        return plan(RESUME + markdown);
    }

    /** Second question: scripts for the page that was the answer to the first; put them in with {@link #withScripts}. */
    public static TaskPlan events(String page) {
        return plan(EVENTS + page);
    }

    private static TaskPlan plan(String words) {
        TaskRow row = TaskRows.of(TaskFamily.XCOMPOSER2D5, Task.WEB_PAGE, false);
        return new TaskPlan(
                List.of(Turn.user(words)), row.maxTiles(), row.maxNewTokens(), row.sampling(), row.adapter());
    }

    /**
     * An answer without the template's tokens, its random pictures taken from a service that still answers: what is opened
     * in a browser then asks that service. The page is a model's work: show it only where scripts of strangers may run.
     */
    public static String clean(String answer) {
        String page = TOKENS.matcher(answer).replaceAll("");
        return PICTURES.matcher(page).replaceAll("https://picsum.photos/$1/$2");
    }

    /** {@code page} with the scripts of {@code answer}: in its last script, else before its end. */
    public static String withScripts(String page, String answer) {
        String added = String.join("\n", scripts(answer));
        if (added.isEmpty()) {
            return page;
        }
        int at = page.lastIndexOf(CLOSE);
        if (at >= 0) {
            return page.substring(0, at) + "\n" + added + "\n" + page.substring(at);
        }
        int end = page.lastIndexOf("</html>");
        int into = end < 0 ? page.length() : end;
        return page.substring(0, into) + "<script>\n" + added + "\n</script>\n" + page.substring(into);
    }

    private static List<String> scripts(String answer) {
        List<String> scripts = new ArrayList<>();
        String lower = answer.toLowerCase(Locale.ROOT);
        if (lower.length() != answer.length()) {
            lower = answer;
        }
        Optional<Integer> next = Optional.of(0);
        while (next.isPresent()) {
            int open = lower.indexOf(OPEN, next.get());
            int begin = open < 0 ? -1 : lower.indexOf('>', open) + 1;
            int close = begin < 1 ? -1 : lower.indexOf(CLOSE, begin);
            if (close >= 0 && !answer.substring(begin, close).isBlank()) {
                scripts.add(answer.substring(begin, close).strip());
            }
            next = close < 0 ? Optional.empty() : Optional.of(close + CLOSE.length());
        }
        return scripts;
    }
}
