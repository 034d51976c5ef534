package io.pagestream.models.tokenize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds which of a fixed set of texts stands at a place, the longest where there are several. Immutable, any thread. */
final class LongestMatch {

    private final Map<Character, List<String>> byFirst = new HashMap<>();

    LongestMatch(Collection<String> texts) {
        texts.stream()
                .filter(text -> !text.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(text -> byFirst.computeIfAbsent(text.charAt(0), first -> new ArrayList<>())
                        .add(text));
    }

    /** The longest text at {@code place}, or null. */
    String at(String text, int place) {
        List<String> candidates = byFirst.get(text.charAt(place));
        if (candidates != null) {
            for (String candidate : candidates) {
                if (text.startsWith(candidate, place)) {
                    return candidate;
                }
            }
        }
        return null;
    }
}
