/**
 * Structured answers: a JSON Schema, a regular expression or a list of choices becomes the set of tokens that may come next.
 *
 * <p>Knows bytes and token ids only: no model, no device, no schedule. Start reading at {@code Grammars}, then
 * {@code Grammar} and {@code GrammarState}.
 *
 * <p>How it works. The schema becomes a graph of {@code Node}s over bytes: lexical parts (strings, numbers, keys) are
 * minimal deterministic automata, what is around them is sequence, choice, repetition and rule, and recursion is a stack
 * of bounded depth ({@code Machine}). The vocabulary becomes a trie of bytes ({@code TokenTrie}); one walk through the
 * trie with the automaton gives the tokens that a state allows, wherever a token begins or ends, in the middle of a
 * character or after three JSON tokens. The sources of the ideas: states of an automaton as index of the vocabulary,
 * Willard and Louf, "Efficient Guided Generation for Large Language Models" (2023); a pushdown automaton whose masks
 * inside one lexical part do not depend on the stack, Dong and others, "XGrammar" (2024); the trie as a flat array with
 * subtrees that can be skipped, as llguidance has it.
 */
package io.pagestream.engine.grammar;
