package io.pagestream.operators.reading;

import io.pagestream.models.task.Task;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request's task means for each of its pages.
 *
 * @param reading how the page is read; empty when it is only asked about
 * @param asks whether its questions are asked of it
 */
public record PageTask(Optional<Task> reading, boolean asks) {

    /** The task of a page that is asked about and not read. */
    public static final String ASK = "ask";

    private static final String AND_ASK = "+ask";
    private static final Map<String, Task> READINGS = readings();

    private static Map<String, Task> readings() {
        Map<String, Task> readings = new LinkedHashMap<>();
        readings.put("read", Task.MARKDOWN);
        readings.put("text", Task.PLAIN_TEXT);
        readings.put("layout", Task.LAYOUT);
        readings.put("fields", Task.KEY_VALUES);
        readings.put("caption", Task.CAPTION);
        readings.put("web-page", Task.WEB_PAGE);
        return readings;
    }

    /** Nothing for a name that is no task. */
    public static Optional<PageTask> of(String name) {
        if (name.equals(ASK)) {
            return Optional.of(new PageTask(Optional.empty(), true));
        }
        boolean asks = name.endsWith(AND_ASK);
        Task reading = READINGS.get(asks ? name.substring(0, name.length() - AND_ASK.length()) : name);
        boolean twoMeanings = asks && reading == Task.KEY_VALUES; // its questions name the values
        return reading == null || twoMeanings
                ? Optional.empty()
                : Optional.of(new PageTask(Optional.of(reading), asks));
    }

    /** @throws IllegalArgumentException when {@code name} is no task: requests are checked before they have pages */
    public static PageTask require(String name) {
        return of(name).orElseThrow(() -> new IllegalArgumentException("need a task, got '" + name + "'; " + names()));
    }

    /** What can be said, for a person. */
    public static String names() {
        return "tasks are " + String.join(", ", READINGS.keySet()) + ", ask, and all but fields with +ask";
    }

    /** What a result says of how it was read. */
    static String nameOf(Task task) {
        return READINGS.entrySet().stream()
                .filter(entry -> entry.getValue() == task)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ASK);
    }

    /** The same page, of which only the text is wanted. */
    public static Page toRead(Page page) {
        PageTask task = require(page.getTask());
        return !task.asks
                ? page
                : Page.newBuilder(page)
                        .setTask(nameOf(task.reading.orElseThrow()))
                        .setQuestions(List.of())
                        .setAnswerSchema(null)
                        .build();
    }

    /** The same page, of which only this answer is wanted. */
    public static Page toAsk(Page page, Question question) {
        return Page.newBuilder(page)
                .setTask(ASK)
                .setQuestions(List.of(question))
                .build();
    }

    public boolean reads() {
        return reading.isPresent();
    }

    /** Whether the questions of a request are its values' names. */
    public boolean namesValues() {
        return reading.filter(task -> task == Task.KEY_VALUES).isPresent();
    }
}
