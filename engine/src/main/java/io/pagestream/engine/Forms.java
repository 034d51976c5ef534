package io.pagestream.engine;

import io.pagestream.engine.grammar.Grammar;
import io.pagestream.engine.grammar.GrammarState;
import io.pagestream.engine.grammar.Grammars;
import io.pagestream.engine.grammar.TokenBytes;
import io.pagestream.engine.request.AnswerForm;
import io.pagestream.models.config.ModelConfig;
import io.pagestream.models.tokenize.Tokenizer;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers of a form, for one model. Any thread; the vocabulary is looked through when the first form is asked for, which
 * takes a second or two for 150,000 tokens.
 */
final class Forms {

    private final TokenBytes vocabulary;
    private final LongAdder compileNanos = new LongAdder();
    private final LongAdder maskNanos = new LongAdder();
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
        long start = System.nanoTime();
        try {
            return grammar(form).start(Math.max(0, maxAnswer - 1));
        } finally {
            compileNanos.add(System.nanoTime() - start);
        }
    }

    /**
     * @param compileNanos on forms, the vocabulary included; also on those that are remembered, which is next to nothing
     * @param maskNanos on finding masks and going on from state to state
     */
    record Spent(long compileNanos, long maskNanos) {}

    /** Since the start. */
    Spent spent() {
        return new Spent(compileNanos.sum(), maskNanos.sum());
    }

    private synchronized Grammars grammars() {
        if (grammars == null) {
            grammars = new Grammars(vocabulary, maskNanos);
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
