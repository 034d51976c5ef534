package io.pagestream.engine.grammar;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.Operations;

/**
 * Compiles grammars for one vocabulary and remembers the last ones. Any thread.
 *
 * <p>JSON is written in one form: no space but an optional single one behind {@code ,} and {@code :}, every character in
 * its shortest spelling, numbers without leading zeros, with at most 18 digits before and 17 behind the point and an
 * exponent of two digits where no bound is given; properties in the order of the schema, those that it does not name behind
 * them. So a model cannot fill its tokens with space or digits.
 */
public final class Grammars {

    private static final int REMEMBERED = 32;

    private final TokenTrie trie;
    private final LongAdder nanos;
    private final int seconds;
    private final InsideMasks inside;
    private final Map<String, Grammar> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Grammar> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Grammars(TokenBytes vocabulary) {
        this(vocabulary, new LongAdder());
    }

    /** @param nanos where the time is booked that is spent on finding masks and going on from state to state */
    public Grammars(TokenBytes vocabulary, LongAdder nanos) {
        this(vocabulary, nanos, Limits.COMPILE_SECONDS);
    }

    /** @param seconds how long to try one schema; at its end it is refused */
    Grammars(TokenBytes vocabulary, LongAdder nanos, int seconds) {
        this.nanos = nanos;
        this.seconds = seconds;
        this.trie = new TokenTrie(vocabulary);
        this.inside = new InsideMasks(trie);
    }

    /**
     * The JSON values that {@code schema} describes (draft 2020-12). Of {@code oneOf} lists and objects must be seen to
     * match one alternative only; otherwise it is refused.
     *
     * @param schema JSON
     * @throws UnsupportedSchemaException naming the keyword that is not read, or the limit that is exceeded
     */
    public Grammar schema(String schema) {
        return compiled("schema", schema, graph -> new SchemaCompiler(graph, SchemaDocument.parse(schema)).compile());
    }

    /**
     * The texts that {@code pattern} matches from end to end; syntax of ECMA-262 without look-around and back
     * references.
     *
     * @throws UnsupportedSchemaException for what is not read
     */
    public Grammar regex(String pattern) {
        return compiled("regex", pattern, graph -> lexeme(graph, Patterns.whole(pattern, Spelling.PLAIN, "")));
    }

    /** Exactly one of {@code choices}. */
    public Grammar choices(List<String> choices) {
        StringBuilder all = new StringBuilder();
        choices.forEach(choice -> all.append(choice.length()).append(':').append(choice));
        return compiled("choices", all.toString(), graph -> {
            List<Automaton> words = new ArrayList<>();
            choices.forEach(choice -> words.add(Spelling.PLAIN.word(choice)));
            return words.isEmpty() ? graph.nothing() : lexeme(graph, Operations.union(words));
        });
    }

    private static Node lexeme(NodeGraph graph, Automaton automaton) {
        return graph.lexeme("", ByteDfa.of(automaton, ""));
    }

    private Grammar compiled(String kind, String text, Function<NodeGraph, Node> compiler) {
        if (text.length() > Limits.TEXT) {
            throw new UnsupportedSchemaException(
                    "", "has " + text.length() + " characters, at most " + Limits.TEXT + " are read");
        }
        String key = digest(kind + ' ' + text);
        synchronized (remembered) {
            Grammar known = remembered.get(key);
            if (known != null) {
                return known;
            }
        }
        NodeGraph graph = new NodeGraph(seconds);
        Node root = compiler.apply(graph);
        graph.settle(root);
        Grammar grammar = new Grammar(trie, inside, root, nanos);
        synchronized (remembered) {
            remembered.put(key, grammar);
        }
        return grammar;
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
