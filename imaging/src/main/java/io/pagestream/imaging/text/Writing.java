package io.pagestream.imaging.text;

import java.text.Bidi;

/** Writing that runs from right to left. */
final class Writing {

    private static final String OPENING = "([{<«‹";
    private static final String CLOSING = ")]}>»›";

    private Writing() {}

    /** What stands from left to right on the page, in the order in which it is read. */
    static String logical(String visual) {
        char[] all = visual.toCharArray();
        if (!Bidi.requiresBidi(all, 0, all.length)) {
            return visual;
        }
        long fromRight = visual.codePoints().filter(Writing::isFromRight).count();
        long fromLeft = visual.codePoints().filter(Character::isLetter).count() - fromRight;
        Bidi bidi =
                new Bidi(visual, fromRight > fromLeft ? Bidi.DIRECTION_RIGHT_TO_LEFT : Bidi.DIRECTION_LEFT_TO_RIGHT);
        int runs = bidi.getRunCount();
        byte[] levels = new byte[runs];
        Integer[] order = new Integer[runs];
        for (int i = 0; i < runs; i++) {
            levels[i] = (byte) bidi.getRunLevel(i);
            order[i] = i;
        }
        Bidi.reorderVisually(levels, 0, order, 0, runs);
        StringBuilder logical = new StringBuilder();
        for (int i = 0; i < runs; i++) {
            String run = visual.substring(bidi.getRunStart(order[i]), bidi.getRunLimit(order[i]));
            logical.append(levels[order[i]] % 2 == 0 ? run : turned(run));
        }
        return logical.toString();
    }

    static boolean isFromRight(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Backwards; brackets are painted as they look. */
    static String turned(String run) {
        StringBuilder turned = new StringBuilder(run).reverse();
        for (int i = 0; i < turned.length(); i++) {
            int opening = OPENING.indexOf(turned.charAt(i));
            int closing = CLOSING.indexOf(turned.charAt(i));
            if (opening >= 0) {
                turned.setCharAt(i, CLOSING.charAt(opening));
            } else if (closing >= 0) {
                turned.setCharAt(i, OPENING.charAt(closing));
            }
        }
        return turned.toString();
    }
}
