package io.pagestream.operators.page;

import io.pagestream.schemas.CodeVersion;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Page;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.Reason;

/** What stands in the text of a page whoever has read it, and the text of one that nobody has. Any thread. */
public final class PageTexts {

    private PageTexts() {}

    /** Which page it is, for whom, and who writes. */
    public static PageText.Builder of(Page page) {
        return PageText.newBuilder()
                .setDocumentId(page.getDocumentId())
                .setIndex(page.getIndex())
                .setPosition(page.getPosition())
                .setCount(page.getCount())
                .setSource(page.getSource())
                .setTenant(page.getTenant())
                .setCodeVersion(CodeVersion.get());
    }

    /** The same of a page with pixels: how it was set upright and cut. */
    public static PageText.Builder of(TiledPage tiled) {
        PagePose place = tiled.place();
        return of(tiled.page())
                .setWidth(place.width())
                .setHeight(place.height())
                .setTurned(place.turned())
                .setSkew(place.skew())
                .setPointsWidth(place.pointsWidth())
                .setPointsHeight(place.pointsHeight())
                .setColumns(tiled.grid().columns())
                .setRows(tiled.grid().rows())
                .setRendererVersion(tiled.renderer())
                .setRouting(tiled.routing());
    }

    /**
     * What stands in the document in the place of a page that failed, so that the document can be completed.
     *
     * @param begun what is known of the page
     * @param model that should have read it
     * @param promptVersion with which
     */
    public static PageText failed(PageText.Builder begun, Reason reason, String model, String promptVersion) {
        return begun.setFinishReason(FinishReason.FAILED)
                .setFailure(reason.name())
                .setModel(model)
                .setPromptVersion(promptVersion)
                .build();
    }
}
