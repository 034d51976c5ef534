package io.pagestream.jobs.evaluate;

import io.pagestream.formats.PlainText;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a text is compared. Markdown loses its marks; Unicode becomes NFC; a run of white space, line ends and page ends
 * too, is one space, and none beside Chinese, Japanese and Korean characters, where neither prints nor text layers agree about
 * it. Everything else counts: case, punctuation, kinds of dashes and quotes.
 */
final class ComparedText {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\uFEFF]+");
    private static final String CJK =
            "[\\u2E80-\\u30FF\\u3100-\\u31FF\\u3400-\\u4DBF\\u4E00-\\u9FFF\\uAC00-\\uD7AF\\uF900-\\uFAFF\\uFF00-\\uFFEF]";
    private static final Pattern BESIDE_CJK = Pattern.compile("(?<=" + CJK + ") | (?=" + CJK + ")");

    private ComparedText() {}

    static String of(String plain) {
        String even = Normalizer.normalize(plain, Normalizer.Form.NFC);
        return BESIDE_CJK.matcher(SPACE.matcher(even).replaceAll(" ").strip()).replaceAll("");
    }

    /** The text of pages that were read, without marks; pages that failed are not there, and nothing is said about them. */
    static String plain(OcrResult result) {
        List<PageText> read = result.getPages().stream()
                .filter(page -> page.getFinishReason() != FinishReason.FAILED)
                .map(page -> PageText.newBuilder(page)
                        .setFinishReason(FinishReason.STOP)
                        .build())
                .toList();
        return PlainText.of(OcrResult.newBuilder(result)
                .setPages(read)
                .setMissing(List.of())
                .build());
    }

    /** Markdown without its marks. */
    static String plain(String markdown) {
        ClaimCheck nowhere = ClaimCheck.newBuilder().setUri("").build();
        PageText page = PageText.newBuilder()
                .setDocumentId("")
                .setIndex(0)
                .setPosition(0)
                .setCount(1)
                .setSource(nowhere)
                .setText(markdown)
                .setFinishReason(FinishReason.STOP)
                .build();
        return plain(OcrResult.newBuilder()
                .setDocumentId("")
                .setStatus(DocumentStatus.COMPLETE)
                .setSource(nowhere)
                .setPageCount(1)
                .setPages(List.of(page))
                .build());
    }
}
