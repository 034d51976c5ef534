package io.pagestream.models.task;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads where a model points at: {@code <ref>words</ref><box>[[x1, y1, x2, y2], ..]</box>}, coordinates 0 to 1000 of the
 * whole page, or 0 to 1 (InternVL's evaluator: four numbers whose sum is below 4). The tags may be missing, since decoding
 * without special tokens drops them; {@code <quad>} holds eight numbers. Everything else in an answer is passed over.
 */
public final class Grounding {

    private static final int MOST_REGIONS = 10_000;
    private static final int MOST_LABEL = 4_000;
    private static final int MOST_ANSWER = 1_000_000;
    private static final String REF = "<ref>";
    private static final Pattern TAG = Pattern.compile("</?(?:ref|box|quad)>");

    private static final String NUMBER = "\\s{0,8}+(-?[0-9]{1,6}+(?:\\.[0-9]{1,9}+)?)\\s{0,8}+";
    private static final Pattern CORNERS = Pattern.compile(
            "\\[" + NUMBER + (",".concat(NUMBER)).repeat(3) + "(?:" + (",".concat(NUMBER)).repeat(4) + ")?+\\]");

    private Grounding() {}

    /**
     * @param answer of a model, with or without its special tokens
     * @param width of the page in pixels
     * @param height of the page in pixels
     * @return what could be read, in order, inside the page; never an error
     */
    public static List<Region> regions(String answer, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a page has at least one pixel, got " + width + " x " + height);
        }
        String text = answer.substring(0, Math.min(MOST_ANSWER, answer.length()));
        List<Region> regions = new ArrayList<>();
        Matcher found = CORNERS.matcher(text);
        String label = "";
        int end = 0;
        while (regions.size() < MOST_REGIONS && found.find()) {
            String before = text.substring(end, found.start());
            // Between two boxes of one label stand brackets, commas and blanks only.
            if (end == 0 || !isBetween(before)) {
                label = label(before);
            }
            regions.add(new Region(label, corners(found, width, height)));
            end = found.end();
        }
        return regions;
    }

    private static boolean isBetween(String text) {
        return text.chars().allMatch(letter -> letter == '[' || letter == ']' || letter == ',' || letter <= ' ');
    }

    /** What stands between the last {@code <ref>} and the box; without tags, the end of the last line. */
    private static String label(String before) {
        int ref = before.lastIndexOf(REF);
        String words = before.substring(ref < 0 ? 0 : ref + REF.length());
        int close = words.indexOf("</ref>");
        String inner = ref >= 0 && close >= 0 ? words.substring(0, close) : words;
        String plain = TAG.matcher(inner).replaceAll("");
        int last = plain.length();
        while (last > 0 && (plain.charAt(last - 1) == '[' || plain.charAt(last - 1) <= ' ')) {
            last--;
        }
        String label = plain.substring(0, last);
        if (ref < 0) {
            int line = Math.max(label.lastIndexOf('\n'), label.lastIndexOf(']'));
            label = label.substring(line + 1);
        }
        label = label.strip();
        return label.substring(0, Math.min(MOST_LABEL, label.length()));
    }

    private static List<Region.Point> corners(Matcher found, int width, int height) {
        int numbers = found.group(8) == null ? 4 : 8;
        double[] values = new double[numbers];
        double sum = 0;
        for (int i = 0; i < numbers; i++) {
            values[i] = Double.parseDouble(found.group(i + 1));
            sum += values[i];
        }
        double scale = sum >= numbers ? 1000 : 1;
        List<Region.Point> points = new ArrayList<>();
        for (int i = 0; i < numbers; i += 2) {
            points.add(new Region.Point(inside(values[i] / scale, width), inside(values[i + 1] / scale, height)));
        }
        return numbers == 8 ? points : ordered(points.get(0), points.get(1));
    }

    private static double inside(double share, int side) {
        return Math.min(1, Math.max(0, share)) * side;
    }

    private static List<Region.Point> ordered(Region.Point a, Region.Point b) {
        return List.of(
                new Region.Point(Math.min(a.x(), b.x()), Math.min(a.y(), b.y())),
                new Region.Point(Math.max(a.x(), b.x()), Math.max(a.y(), b.y())));
    }
}
