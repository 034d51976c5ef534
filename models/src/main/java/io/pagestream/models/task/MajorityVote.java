package io.pagestream.models.task;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The answer that most samples agree on. No code of the publishers is known for it; the rule is: answers that are equal
 * after normalising count together, and of groups of the same size the one that came first wins.
 *
 * @param answer as the first sample of the winning group wrote it
 * @param votes of that group
 * @param samples that had an answer
 */
public record MajorityVote(String answer, int votes, int samples) {

    /** What is longer agrees when it begins alike; the patterns below cost more than a line's length. */
    private static final int MOST_LETTERS = 1000;

    private static final Pattern AROUND = Pattern.compile("^[\\s\\p{Punct}&&[^-+%]]+|[\\s\\p{Punct}&&[^%]]+$");
    private static final Pattern THOUSANDS = Pattern.compile("(?<=[0-9]),(?=[0-9]{3}(?:[^0-9]|$))");
    private static final Pattern ZEROS = Pattern.compile("(?<![0-9.])([+-]?[0-9]+)\\.0+(?![0-9])");

    /** Nothing when no sample has an answer but blanks. */
    public static Optional<MajorityVote> of(List<String> answers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        Map<String, String> written = new LinkedHashMap<>();
        int samples = 0;
        for (String answer : answers) {
            if (!answer.isBlank()) {
                String key = normalised(answer);
                votes.merge(key, 1, Integer::sum);
                written.putIfAbsent(key, answer.strip());
                samples++;
            }
        }
        String best = null;
        for (Map.Entry<String, Integer> group : votes.entrySet()) {
            if (best == null || group.getValue() > votes.get(best)) {
                best = group.getKey();
            }
        }
        int of = samples;
        return Optional.ofNullable(best).map(key -> new MajorityVote(written.get(key), votes.get(key), of));
    }

    /** Without case, width of letters, blanks, signs around it, and the thousands' commas and empty decimals of numbers. */
    public static String normalised(String answer) {
        String some = answer.strip()
                .substring(0, Math.min(MOST_LETTERS, answer.strip().length()));
        String text = Normalizer.normalize(some, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .strip()
                .replaceAll("\\s+", " ");
        String bare = AROUND.matcher(text).replaceAll("");
        String number = ZEROS.matcher(THOUSANDS.matcher(bare).replaceAll("")).replaceAll("$1");
        return number.isEmpty() ? text : number;
    }
}
