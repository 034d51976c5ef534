package io.pagestream.formats;

import io.pagestream.formats.PageAreas.Area;
import io.pagestream.formats.PageAreas.TextLine;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.List;

/**
 * A box of a page and where its text begins in the page's Markdown.
 *
 * @param at chars of the page's text before it
 */
record LocatedText(int at, Box box) {

    /** Lines, or blocks without located lines, one behind the other; what is not found is not there. */
    static List<LocatedText> in(PageText page) {
        Letters text = Letters.of(page.getText());
        List<LocatedText> located = new ArrayList<>();
        int from = 0;
        for (Area area : PageAreas.of(page)) {
            boolean byLine = area.lines().stream().anyMatch(line -> line.box() != null);
            for (TextLine line : area.lines()) {
                String letters = Letters.of(line.text()).letters();
                int at = letters.isEmpty() ? -1 : text.letters().indexOf(letters, from);
                if (at < 0) {
                    continue;
                }
                from = at + letters.length();
                Box box = byLine ? line.box() : area.box();
                boolean again = !byLine
                        && !located.isEmpty()
                        && located.get(located.size() - 1).box() == box;
                if (box != null && !again) {
                    located.add(new LocatedText(text.places()[at], box));
                }
            }
        }
        return located;
    }
}
