package io.pagestream.imaging.text;

import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.apache.pdfbox.pdmodel.font.PDType3Font;

/**
 * What a font says about all its glyphs.
 *
 * @param ascent above the baseline, of the font's size
 * @param descent below the baseline, of the font's size, positive
 * @param scale what the size that is set must be multiplied with to be the size of the letters
 */
record FontFacts(double ascent, double descent, double scale, boolean bold) {

    private static final double USUAL_ASCENT = 0.8;
    private static final double USUAL_DESCENT = 0.2;
    /** Bold, and what TeX, URW and Adobe call it. */
    private static final Pattern BOLD = Pattern.compile("bold|black|heavy|demi|-medi|cmbx|cmssbx|sfbx|lmbx");

    private static final int BOLD_WEIGHT = 600;

    static FontFacts of(PDFont font) {
        PDFontDescriptor descriptor = font.getFontDescriptor();
        boolean bold = isBold(font, descriptor);
        if (font instanceof PDType3Font type3) {
            return new FontFacts(USUAL_ASCENT, USUAL_DESCENT, type3Scale(type3), bold);
        }
        double ascent = descriptor == null ? 0 : descriptor.getAscent() / 1000;
        double descent = descriptor == null ? 0 : Math.abs(descriptor.getDescent()) / 1000;
        boolean plausible = ascent >= 0.5 && ascent <= 1.3 && descent <= 0.6;
        return plausible
                ? new FontFacts(ascent, descent, 1, bold)
                : new FontFacts(USUAL_ASCENT, USUAL_DESCENT, 1, bold);
    }

    /** Glyphs of such a font have a space of their own, often one unit for a dot; its box says how large they are. */
    private static double type3Scale(PDType3Font font) {
        BoundingBox box = font.getBoundingBox();
        double height = box == null
                ? 0
                : Math.abs(box.getHeight() * font.getFontMatrix().getScaleY());
        return height > 0 && Double.isFinite(height) ? height : 1;
    }

    private static boolean isBold(PDFont font, PDFontDescriptor descriptor) {
        String name = font.getName() == null ? "" : font.getName().toLowerCase(Locale.ROOT);
        return BOLD.matcher(name).find()
                || descriptor != null && (descriptor.isForceBold() || descriptor.getFontWeight() >= BOLD_WEIGHT);
    }
}
