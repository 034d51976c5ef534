package io.pagestream.operators.assemble;

import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a document of pages that came in any order. */
final class DocumentInOrder {

    private DocumentInOrder() {}

    /** @param texts at least one, each position at most once; what is not among them is missing */
    static OcrResult of(List<PageText> texts) {
        List<PageText> pages = new ArrayList<>(texts);
        pages.sort(Comparator.comparingInt(PageText::getPosition));
        PageText any = pages.get(0);
        Set<Integer> there = pages.stream().map(PageText::getPosition).collect(Collectors.toSet());
        List<Integer> missing = new ArrayList<>();
        for (int position = 0; position < any.getCount(); position++) {
            if (!there.contains(position)) {
                missing.add(position);
            }
        }
        boolean failed = pages.stream().anyMatch(page -> page.getFinishReason() == FinishReason.FAILED);
        return OcrResult.newBuilder()
                .setDocumentId(any.getDocumentId())
                .setStatus(missing.isEmpty() && !failed ? DocumentStatus.COMPLETE : DocumentStatus.PARTIAL)
                .setSource(any.getSource())
                .setPageCount(any.getCount())
                .setPages(pages)
                .setMissing(missing)
                .setModel(first(pages.stream().map(PageText::getModel).toList()))
                .setPromptVersion(
                        first(pages.stream().map(PageText::getPromptVersion).toList()))
                .setRendererVersion(
                        first(pages.stream().map(PageText::getRendererVersion).toList()))
                .setMilliseconds(
                        pages.stream().mapToLong(PageText::getMilliseconds).sum())
                .setTenant(any.getTenant())
                .setCodeVersion(CodeVersion.get())
                .build();
    }

    /** Pages that failed do not know. */
    private static String first(List<String> names) {
        return names.stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    }
}
