package io.pagestream.jobs.serve;

import io.pagestream.jobs.serve.End.State;
import io.pagestream.operators.reading.PageTask;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentProgress;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Stage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has come of an open document, and whether that is all. After a failure of the job some of it comes again; each thing
 * counts once.
 *
 * <p>All is: a letter about the whole document; or the result, where pages are read, with a letter for each page that failed
 * in it, and for each page and question an answer or a letter, where questions are asked. Not safe for several threads.
 */
final class Tally {

    private final PageTask task;
    private final Set<String> questions = new HashSet<>();
    private final Map<Integer, Set<String>> settled = new HashMap<>();
    private final Set<String> letters = new HashSet<>();
    private final Set<Integer> failedPages = new HashSet<>();
    private final Set<Integer> failedInResult = new HashSet<>();
    private int total = -1;
    private int done;
    private int failed;
    private int answers;
    private boolean result;
    private boolean partial;
    private boolean refused;

    Tally(Wishes wishes) {
        this.task = PageTask.require(wishes.task());
        wishes.questions().forEach(asked -> questions.add(asked.id()));
    }

    void add(DocumentProgress progress) {
        total = progress.getTotal();
        // What is counted at the beginning may arrive behind what is counted at the end.
        if (progress.getDone() + progress.getFailed() > done + failed) {
            done = progress.getDone();
            failed = progress.getFailed();
        }
    }

    void add(OcrResult document) {
        result = true;
        total = document.getPageCount();
        failedInResult.clear();
        for (PageText page : document.getPages()) {
            if (page.getFinishReason() == FinishReason.FAILED) {
                failedInResult.add(page.getIndex());
            }
        }
        failed = failedInResult.size() + document.getMissing().size();
        done = total - failed;
        partial = document.getStatus() != DocumentStatus.COMPLETE;
    }

    boolean has(QaResult answer) {
        return settled.getOrDefault(answer.getPage(), Set.of()).contains(answer.getQuestionId());
    }

    void add(QaResult answer) {
        if (settle(answer.getPage(), answer.getQuestionId())) {
            answers++;
        }
    }

    boolean has(DeadLetter letter) {
        return letters.contains(name(letter));
    }

    void add(DeadLetter letter) {
        letters.add(name(letter));
        Integer page = letter.getPage();
        if (page == null) {
            refused = true;
        } else if (letter.getQuestionId() != null) {
            settle(page, letter.getQuestionId());
        } else {
            failedPages.add(page);
            if (letter.getStage() == Stage.TILE) {
                // Nobody has seen the page: none of its questions is asked.
                questions.forEach(each -> settle(page, each));
            }
        }
    }

    private static String name(DeadLetter letter) {
        return letter.getStage() + "/" + letter.getPage() + "/" + letter.getQuestionId();
    }

    private boolean settle(int page, String question) {
        return settled.computeIfAbsent(page, any -> new HashSet<>()).add(question);
    }

    /** The state that the document ends with; nothing while something is missing. */
    Optional<State> end() {
        boolean something = result && done > 0 || answers > 0;
        boolean read = !task.reads() || result && failedPages.containsAll(failedInResult);
        boolean asked = !task.asks() || total >= 0 && settledPages() >= total;
        if (!refused && !(read && asked)) {
            return Optional.empty();
        }
        if (letters.isEmpty() && !partial) {
            return Optional.of(State.COMPLETE);
        }
        return Optional.of(something ? State.PARTIAL : State.FAILED);
    }

    private long settledPages() {
        return settled.values().stream()
                .filter(each -> each.size() >= questions.size())
                .count();
    }

    int total() {
        return total;
    }

    int done() {
        return task.reads() ? done : (int) settledPages() - failed();
    }

    int failed() {
        return task.reads() ? failed : failedPages.size();
    }

    int answers() {
        return answers;
    }

    int letters() {
        return letters.size();
    }

    boolean hasResult() {
        return result;
    }
}
