package io.pagestream.engine;

import io.pagestream.engine.grammar.Grammar;
import io.pagestream.engine.grammar.GrammarState;
import io.pagestream.engine.grammar.Grammars;
import io.pagestream.engine.grammar.TokenBytes;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.List;

/**
 * Answers of a form, for one model. Any thread; the vocabulary is looked through when the first form is asked for, which
 * takes a second or two for 150,000 tokens.
 */
final class Forms {

    private final TokenBytes vocabulary;
    private Grammars grammars;

    Forms(Tokenizer tokenizer, ModelConfig config) {
        this.vocabulary = new Words(tokenizer, config.language().vocabulary(), config.stopTokens());
    }

    private record Words(Tokenizer tokenizer, int size, List<Integer> stops) implements TokenBytes {

        @Override
        public byte[] bytes(int id) {
            return tokenizer.bytes(id);
        }

        @Override
        public int[] stopIds() {
            return stops.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /**
     * Where an answer of this form begins.
     *
     * @param maxAnswer tokens, the one that ends it included
     * @throws IllegalArgumentException when the form cannot be read, or no answer of it is that short
     */
    GrammarState start(AnswerForm form, int maxAnswer) {
        return grammar(form).start(Math.max(0, maxAnswer - 1));
    }

    private synchronized Grammars grammars() {
        if (grammars == null) {
            grammars = new Grammars(vocabulary);
        }
        return grammars;
    }

    private Grammar grammar(AnswerForm form) {
        if (form instanceof AnswerForm.Json json) {
            return grammars().schema(json.schema());
        }
        return form instanceof AnswerForm.Matching pattern
                ? grammars().regex(pattern.regex())
                : grammars().choices(((AnswerForm.OneOf) form).choices());
    }
}
