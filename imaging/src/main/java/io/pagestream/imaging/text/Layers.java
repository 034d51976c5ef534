package io.pagestream.imaging.text;

import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDPropertyList;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentGroup;
import org.apache.pdfbox.pdmodel.graphics.optionalcontent.PDOptionalContentProperties;

/** The optional content of a page: what is switched off is not to be seen. */
final class Layers {

    private final PDOptionalContentProperties switches;
    private int depth;
    private int hiddenFrom = Integer.MAX_VALUE;

    Layers(PDDocument document) {
        this.switches = document.getDocumentCatalog().getOCProperties();
    }

    boolean isHidden() {
        return depth >= hiddenFrom;
    }

    void begin(COSName tag, COSDictionary properties) {
        depth++;
        boolean optional = COSName.OC.equals(tag) && properties != null;
        if (optional && !isHidden() && !isShown(PDPropertyList.create(properties))) {
            hiddenFrom = depth;
        }
    }

    void end() {
        if (depth > 0) {
            depth--;
        }
        if (depth < hiddenFrom) {
            hiddenFrom = Integer.MAX_VALUE;
        }
    }

    /** By the {@code OC} entry of an image or a form. */
    boolean isShown(COSDictionary object) {
        COSBase entry = object.getDictionaryObject(COSName.OC);
        return !(entry instanceof COSDictionary group) || isShown(PDPropertyList.create(group));
    }

    boolean isShown(PDPropertyList layer) {
        return switches == null || !(layer instanceof PDOptionalContentGroup group) || switches.isGroupEnabled(group);
    }
}
