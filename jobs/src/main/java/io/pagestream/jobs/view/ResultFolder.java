package io.pagestream.jobs.view;

import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.view.SeenDocument.Row;
import io.pagestream.jobs.view.SeenDocument.Whole;
import io.pagestream.operators.claim.LargeResults;
import io.pagestream.operators.fault.RecordFault;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.QaResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The results of a folder, as far as they are written. Documents stay in their files and are read again when they are looked at;
 * held in memory are a row for each, answers and dead letters, at most {@value #MOST_RECORDS} records in all. Any thread.
 */
final class ResultFolder implements AutoCloseable {

    static final int MOST_RECORDS = 500_000;

    private final Path place;
    private final NamedSources sources;
    private final Map<Path, GrowingFile> files = new LinkedHashMap<>();
    private final Map<String, SeenDocument> byId = new LinkedHashMap<>();
    private final List<SeenDocument> documents = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private int records;
    private int answers;
    private int unreadable;
    private int leftOut;
    private String firstFault = "";
    private Overview last;

    /** @param sources where results lie that were too large for their records */
    ResultFolder(Path place, NamedSources sources) {
        this.place = place;
        this.sources = sources;
    }

    /**
     * What is there.
     *
     * @param unreadable lines that are no results; {@code fault} says why of the first
     * @param leftOut records beyond {@link #MOST_RECORDS}
     * @param writing whether a file waits for its name: a run is writing, or was ended before its end
     * @param changed when a file was last written to, milliseconds since 1970
     */
    record Overview(
            String place,
            int documents,
            int answers,
            int letters,
            int unreadable,
            String fault,
            int leftOut,
            boolean writing,
            long changed) {}

    /** Looks for what is new; after a file was replaced, for everything again. */
    synchronized Overview refresh() throws IOException {
        List<Path> found = ResultFiles.in(place);
        boolean replaced =
                !found.containsAll(files.keySet()) || files.values().stream().anyMatch(file -> !file.isStillThere());
        if (replaced) {
            forget();
        }
        long changed = 0;
        for (Path path : found) {
            GrowingFile file = files.get(path);
            if (file == null) {
                file = GrowingFile.open(path);
                files.put(path, file);
            }
            file.readOn(this::take, () -> fault("a line is longer than " + GrowingFile.LONGEST_LINE + " bytes"));
            changed = Math.max(changed, ResultFiles.time(path).toMillis());
        }
        last = new Overview(
                place.toString(),
                documents.size(),
                answers,
                letters.size(),
                unreadable,
                firstFault,
                leftOut,
                found.stream().anyMatch(ResultFiles::isDraft),
                changed);
        return last;
    }

    synchronized Overview overview() {
        return last;
    }

    /** Rows {@code from} to at most {@code from + count}. */
    synchronized List<Row> rows(int from, int count) {
        return documents.stream().skip(from).limit(count).map(SeenDocument::row).toList();
    }

    /** The document of that number; empty when there is none. */
    Optional<Whole> document(int number) throws IOException {
        SeenDocument seen;
        GrowingFile.Line line;
        synchronized (this) {
            if (number < 0 || number >= documents.size()) {
                return Optional.empty();
            }
            seen = documents.get(number);
            line = seen.result();
        }
        OcrResult parsed = line == null ? null : whole((OcrResult) JsonLines.parse(line.text()), why -> {});
        synchronized (this) {
            return Optional.of(seen.whole(parsed));
        }
    }

    synchronized List<DeadLetter> letters(int from, int count) {
        return letters.stream().skip(from).limit(count).toList();
    }

    /** The number of a document that was seen; -1 for one that was not. */
    synchronized int numberOf(String documentId) {
        SeenDocument seen = documentId == null ? null : byId.get(documentId);
        return seen == null ? -1 : seen.row().number();
    }

    private void take(GrowingFile.Line line) {
        if (line.length() == 0) {
            return;
        }
        if (records == MOST_RECORDS) {
            leftOut++;
            return;
        }
        try {
            add(JsonLines.parse(line.text()), line);
            records++;
        } catch (IOException | RuntimeException e) {
            // Not only IllegalArgumentException: a hostile line must not end the viewer.
            fault(e.getMessage());
        }
    }

    private void add(Object record, GrowingFile.Line line) {
        if (record instanceof OcrResult result) {
            seen(result.getDocumentId()).add(whole(result, this::fault), line);
        } else if (record instanceof QaResult answer) {
            seen(answer.getDocumentId()).add(answer);
            answers++;
        } else if (record instanceof DeadLetter letter) {
            letter.setOriginal(null);
            letter.setRequest(null);
            letters.add(letter);
            if (letter.getDocumentId() != null) {
                seen(letter.getDocumentId()).add(letter);
            }
        }
    }

    /** Without its pages when they cannot be had. */
    private OcrResult whole(OcrResult result, Consumer<String> fault) {
        try {
            return LargeResults.whole(result, sources::read);
        } catch (RecordFault | IOException e) {
            fault.accept(result.getDocumentId() + " is shown without its pages: " + e.getMessage());
            return result;
        }
    }

    private SeenDocument seen(String id) {
        return byId.computeIfAbsent(id, added -> {
            SeenDocument document = new SeenDocument(documents.size(), added);
            documents.add(document);
            return document;
        });
    }

    private void fault(String why) {
        if (unreadable++ == 0) {
            firstFault = String.valueOf(why);
        }
    }

    private void forget() throws IOException {
        close();
        files.clear();
        byId.clear();
        documents.clear();
        letters.clear();
        records = 0;
        answers = 0;
        unreadable = 0;
        leftOut = 0;
        firstFault = "";
    }

    @Override
    public synchronized void close() throws IOException {
        for (GrowingFile file : files.values()) {
            file.close();
        }
    }
}
