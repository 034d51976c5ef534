package io.pagestream.jobs.evaluate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pagestream.jobs.evaluate.DocumentScore.QuestionScore;
import io.pagestream.jobs.evaluate.DocumentScore.Total;
import io.pagestream.schemas.CodeVersion;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** For programs. Rates are fractions, null where nothing is to be read. */
final class ScoreJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ScoreJson() {}

    static String of(String model, String device, List<DocumentScore> scores) {
        ObjectNode out = JSON.createObjectNode();
        out.put("model", model).put("device", device).put("codeVersion", CodeVersion.get());
        Total total = Total.of(scores);
        ObjectNode all = out.putObject("total");
        all.put("documents", total.documents()).put("judged", total.judged()).put("unjudged", total.unjudged());
        edits(all, total.characters(), total.words());
        all.put("questions", total.questions());
        if (total.questions() > 0) {
            all.put("anls", total.anls()).put("exact", total.exact());
        }
        ArrayNode documents = out.putArray("documents");
        scores.forEach(score -> document(documents.addObject(), score));
        return out.toPrettyString();
    }

    private static void document(ObjectNode out, DocumentScore score) {
        out.put("document", score.id()).put("state", score.state().name().toLowerCase(Locale.ROOT));
        out.put("groundTruth", score.truth());
        ArrayNode notes = out.putArray("notes");
        score.notes().forEach(notes::add);
        if (score.truth() != null && score.state() == DocumentScore.State.JUDGED) {
            edits(out, score.characters(), score.words());
        }
        ArrayNode questions = out.putArray("questions");
        score.questions().forEach(question -> question(questions.addObject(), question));
    }

    private static void question(ObjectNode out, QuestionScore score) {
        out.put("question", score.asked().question());
        ArrayNode accepted = out.putArray("accepted");
        score.asked().accepted().forEach(accepted::add);
        out.put("answer", score.answer()).put("page", score.page());
        out.put("anls", score.anls()).put("exact", score.exact());
    }

    private static void edits(ObjectNode out, Edits characters, Edits words) {
        out.put("characters", characters.length()).put("characterEdits", characters.count());
        rate(out, "cer", characters);
        out.put("words", words.length()).put("wordEdits", words.count());
        rate(out, "wer", words);
    }

    private static void rate(ObjectNode out, String name, Edits edits) {
        OptionalDouble rate = edits.rate();
        if (rate.isPresent()) {
            out.put(name, rate.getAsDouble());
        } else {
            out.putNull(name);
        }
    }
}
