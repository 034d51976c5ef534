package io.pagestream.formats;

import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.List;
import java.util.stream.IntStream;

/** A document with everything in it that a format has to show, and random ones. */
final class Pages {

    static final String MARKDOWN = """
            # Bill *of* May

            Dear Ms Łódź, שלום עולם, 漢字 😀:

            | item | price |
            |---|---:|
            | =cmd()\\|x | -12.50 |
            | tea, "green" | @SUM(1) |

            3. three
            5. five

            [1]: Smith

            <script>alert(1)</script> [a](javascript:x) ![a picture](https://example.org/p.png)
            """;

    private Pages() {}

    /** Page 1 with lines, page 2 with a block, page 3 with text only, page 4 failed, page 5 cut off; page 6 is missing. */
    static OcrResult all() {
        PageText lines = Records.page(0, MARKDOWN);
        lines.setWidth(400);
        lines.setHeight(600);
        lines.setBlocks(List.of(new Block("heading", "# Bill *of* May", box(40, 30, 360, 70), null)));
        lines.setLines(List.of(
                new Line("Bill of May", box(50, 40, 350, 60), 0.98),
                new Line("Dear Ms Łódź, 漢字 😀:", box(50, 100, 350, 120), 0.5),
                new Line("nobody knows where", null, null)));
        PageText block = Records.page(1, "Second page");
        block.setWidth(400);
        block.setHeight(600);
        block.setBlocks(List.of(new Block("text", "Second **page**", box(10, 20, 200, 40), 0.7)));
        PageText cut = Records.page(4, "and so");
        cut.setFinishReason(FinishReason.LENGTH);
        OcrResult result = Records.document(
                "bill <&\"'> 漢",
                lines,
                block,
                Records.page(2, "Third page, text only"),
                Records.failed(3, "CORRUPT"),
                cut);
        result.setPageCount(6);
        result.setMissing(List.of(5));
        return result;
    }

    /** A page of lines with any code points in any order, controls and halves of pairs among them. */
    static PageText random(int index, long seed) {
        java.util.Random random = new java.util.Random(seed);
        List<String> lines =
                IntStream.range(0, 12).mapToObj(i -> randomText(random)).toList();
        PageText page = Records.page(index, String.join("\n", lines));
        page.setWidth(400);
        page.setHeight(600);
        page.setLines(IntStream.range(0, lines.size())
                .mapToObj(i -> new Line(
                        lines.get(i), random.nextBoolean() ? box(10, 10 + 40 * i, 390, 40 + 40 * i) : null, null))
                .toList());
        return page;
    }

    private static String randomText(java.util.Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            int most = new int[] {0x80, 0x800, 0x10000, 0x110000}[random.nextInt(4)];
            int c = random.nextInt(most);
            if (c <= 0xFFFF) {
                text.append((char) c);
            } else {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }

    static Box box(double left, double top, double right, double bottom) {
        return new Box(left, top, right, bottom);
    }
}
