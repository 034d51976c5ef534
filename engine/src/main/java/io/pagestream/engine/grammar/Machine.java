package io.pagestream.engine.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The automaton of a grammar: a pushdown automaton whose stack is bounded, made deterministic while it is used. A state
 * is the set of all stacks that the text so far allows; mostly it is one. One thread at a time: {@link Grammar} sees to
 * that.
 *
 * <p>A node is opened only where the frames of its shortest text still fit on the stack. So every stack can come to its
 * end, however deep a recursive answer already is.
 */
final class Machine {

    private record Key(Set<Frame> tops, boolean complete) {}

    private final State start;
    private final Map<Key, State> states = new HashMap<>();

    Machine(Node root) {
        Closure closure = new Closure();
        closure.open(root, null);
        this.start = closure.state();
    }

    State start() {
        return start;
    }

    /** @return {@link State#DEAD} when no answer goes on with {@code value} */
    State step(State from, int value) {
        State known = from.next[value];
        if (known == null) {
            known = compute(from, value);
            from.next[value] = known;
        }
        return known;
    }

    /** The state after the lexical part on top of {@code top} has ended. */
    State after(Frame top) {
        Closure closure = new Closure();
        closure.close(top.below());
        return closure.state();
    }

    private State compute(State from, int value) {
        Closure closure = new Closure();
        for (Frame top : from.tops()) {
            ByteDfa dfa = ((Lexeme) top.node()).dfa();
            int next = dfa.next(top.at(), value);
            if (next != ByteDfa.DEAD) {
                closure.enter(top.node(), dfa, next, top.below());
            }
        }
        return closure.state();
    }

    private State remember(Key key) {
        State known = states.get(key);
        if (known == null) {
            if (states.size() >= Limits.REMEMBERED_STATES) {
                // Not only the map: the states hold each other.
                states.values().forEach(State::forget);
                states.clear();
            }
            known = new State(new ArrayList<>(key.tops()), key.complete());
            states.put(key, known);
        }
        return known;
    }

    /** Follows everything that needs no byte. */
    private final class Closure {

        private final Set<Frame> tops = new LinkedHashSet<>();
        private boolean complete;

        State state() {
            return tops.isEmpty() && !complete ? State.DEAD : remember(new Key(tops, complete));
        }

        void open(Node node, Frame below) {
            if (Frame.size(below) + node.frames() > Limits.FRAMES) {
                return;
            }
            if (node instanceof Lexeme lexeme) {
                enter(lexeme, lexeme.dfa(), 0, below);
            } else if (node instanceof Choice choice) {
                choice.options().forEach(option -> open(option, below));
            } else if (node instanceof Rule rule) {
                open(rule.body(), below);
            } else if (node instanceof Sequence sequence) {
                goOn(sequence, 0, below);
            } else if (node instanceof Repeat repeat) {
                goOn(repeat, 0, below);
            }
        }

        void enter(Node lexeme, ByteDfa dfa, int state, Frame below) {
            if (dfa.goesOn(state)) {
                tops.add(new Frame(lexeme, state, below));
            }
            if (dfa.accepts(state)) {
                close(below);
            }
        }

        void close(Frame frame) {
            if (frame == null) {
                complete = true;
            } else if (frame.node() instanceof Sequence sequence) {
                goOn(sequence, frame.at(), frame.below());
            } else if (frame.node() instanceof Repeat repeat) {
                goOn(repeat, frame.at(), frame.below());
            }
        }

        private void goOn(Sequence sequence, int at, Frame below) {
            List<Node> parts = sequence.parts();
            // The last part needs no way back: a list that is written as recursion does not grow the stack.
            open(parts.get(at), at + 1 == parts.size() ? below : new Frame(sequence, at + 1, below));
        }

        private void goOn(Repeat repeat, int at, Frame below) {
            if (repeat.mayEnd(at)) {
                close(below);
            }
            boolean canEnd = repeat.part().least() != null
                    && Frame.size(below) + 1 + repeat.part().frames() <= Limits.FRAMES;
            if (repeat.mayGoOn(at) && canEnd) {
                open(repeat.part(), new Frame(repeat, repeat.after(at), below));
            }
        }
    }
}
