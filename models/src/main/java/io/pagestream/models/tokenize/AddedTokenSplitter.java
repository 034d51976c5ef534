package io.pagestream.models.tokenize;

import io.pagestream.models.tokenize.AddedTokens.Added;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text at added tokens, the leftmost first and the longest of those that begin at the same place, and lets them
 * swallow white space ({@code Trie.split} and {@code PreTrainedTokenizer.tokenize} in transformers). Immutable, any thread.
 */
final class AddedTokenSplitter {

    /** White space as Python's {@code str.isspace} sees it, which no class of Java does. */
    private static final String WHITE = "\t\n\u000B\f\r\u001C\u001D\u001E\u001F \u0085\u00A0\u1680\u2000\u2001\u2002"
            + "\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

    private final AddedTokens tokens;
    private final LongestMatch match;

    AddedTokenSplitter(AddedTokens tokens) {
        this.tokens = tokens;
        this.match = new LongestMatch(tokens.byText().keySet());
    }

    /**
     * @param text of this part
     * @param token which it is, or null for text between tokens
     */
    record Part(String text, Added token) {}

    /** The parts of the text in their order, none of them empty. */
    List<Part> split(String text) {
        List<Part> parts = new ArrayList<>();
        Added before = null;
        int start = 0;
        int at = 0;
        while (at < text.length()) {
            String found = match.at(text, at);
            if (found == null) {
                at++;
                continue;
            }
            Added token = tokens.byText().get(found);
            add(parts, text.substring(start, at), before, token);
            parts.add(new Part(found, token));
            before = token;
            at += found.length();
            start = at;
        }
        add(parts, text.substring(start), before, null);
        return parts;
    }

    private static void add(List<Part> parts, String between, Added before, Added after) {
        int start = 0;
        int end = between.length();
        while (before != null && before.rstrip() && start < end && isWhite(between.charAt(start))) {
            start++;
        }
        while (after != null && after.lstrip() && start < end && isWhite(between.charAt(end - 1))) {
            end--;
        }
        if (start < end) {
            parts.add(new Part(between.substring(start, end), null));
        }
    }

    private static boolean isWhite(char letter) {
        return WHITE.indexOf(letter) >= 0;
    }
}
