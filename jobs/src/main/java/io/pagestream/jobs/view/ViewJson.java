package io.pagestream.jobs.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.pagestream.formats.Html;
import io.pagestream.formats.JsonLines;
import io.pagestream.jobs.view.SeenDocument.Whole;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the browser is told, as JSON. Records have the names of {@code result.schema.json}. */
final class ViewJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ViewJson() {}

    static String of(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON can be made of " + value.getClass(), e);
        }
    }

    /** The row of a document and a state for each of its pages; those that only answers or dead letters name are there too. */
    static String document(Whole document) {
        ObjectNode out = JSON.createObjectNode();
        out.putPOJO("row", document.row());
        OcrResult result = document.result();
        out.put("source", result == null ? null : result.getSource().getUri());
        out.put("model", result == null ? "" : result.getModel());
        ArrayNode missing = out.putArray("missing");
        if (result != null) {
            result.getMissing().forEach(missing::add);
        }
        ArrayNode pages = out.putArray("pages");
        states(document)
                .forEach((index, state) -> pages.addObject()
                        .put("index", index)
                        .put("state", state)
                        .put("answers", answers(document, index).count())
                        .put("letters", letters(document, index).count()));
        return of(out);
    }

    private static SortedMap<Integer, String> states(Whole document) {
        SortedMap<Integer, String> states = new TreeMap<>();
        document.answers().forEach(answer -> states.put(answer.getPage(), "NO_TEXT"));
        document.letters().stream()
                .filter(letter -> letter.getPage() != null)
                .forEach(letter -> states.put(letter.getPage(), "NO_TEXT"));
        if (document.result() != null) {
            document.result()
                    .getPages()
                    .forEach(page ->
                            states.put(page.getIndex(), page.getFinishReason().name()));
        }
        if (states.size() > 1 || document.result() != null) {
            states.remove(-1);
        }
        if (states.isEmpty()) {
            states.put(-1, "NO_TEXT");
        }
        return states;
    }

    /** One page with what was asked about it and what went wrong with it, or with the document as a whole. */
    static String page(Whole document, int index) {
        ObjectNode out = JSON.createObjectNode();
        Optional<PageText> page = pageOf(document, index);
        page.ifPresent(found -> {
            out.put("html", Html.section(found));
            OcrResult only = document.result();
            only.setPages(List.of(found));
            out.putRawValue("document", new RawValue(JsonLines.of(only)));
        });
        ArrayNode answers = out.putArray("answers");
        Stream.of(index, -1)
                .distinct()
                .flatMap(each -> answers(document, each))
                .forEach(answer -> answers.addRawValue(new RawValue(JsonLines.of(answer))));
        ArrayNode letters = out.putArray("deadLetters");
        Stream.concat(letters(document, index), document.letters().stream().filter(each -> each.getPage() == null))
                .forEach(letter -> letters.addRawValue(new RawValue(JsonLines.of(letter))));
        return of(out);
    }

    static Optional<PageText> pageOf(Whole document, int index) {
        return Stream.ofNullable(document.result())
                .flatMap(result -> result.getPages().stream())
                .filter(page -> page.getIndex() == index)
                .findFirst();
    }

    /** Each with the number of its document, -1 where it names none. */
    static String letters(List<DeadLetter> letters, ResultFolder folder) {
        ArrayNode out = JSON.createArrayNode();
        for (DeadLetter letter : letters) {
            out.addObject()
                    .put("number", folder.numberOf(letter.getDocumentId()))
                    .putRawValue("letter", new RawValue(JsonLines.of(letter)));
        }
        return of(out);
    }

    private static Stream<QaResult> answers(Whole document, int index) {
        return document.answers().stream().filter(answer -> answer.getPage() == index);
    }

    private static Stream<DeadLetter> letters(Whole document, int index) {
        return document.letters().stream().filter(letter -> letter.getPage() != null && letter.getPage() == index);
    }
}
