package io.pagestream.imaging.text;

import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.GeneralPath;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/**
 * Goes through what a page paints, annotations included, and collects its glyphs with all that bears on whether they are to
 * be seen. Nothing is drawn and no image is decoded.
 */
public final class TextFinder extends PDFGraphicsStreamEngine {

    private final Runnable watch;
    private final Sheet sheet;
    private final Painted painted;
    private final Layers layers;
    private final Map<PDFont, FontFacts> fonts = new IdentityHashMap<>();
    private GeneralPath path = new GeneralPath();
    private boolean clipsNext;
    private Area clip;
    private Rectangle2D clipBox;

    private TextFinder(PDDocument document, PDPage page, Runnable watch) {
        super(page);
        this.watch = watch;
        this.sheet = Sheet.of(page);
        this.painted = new Painted(sheet);
        this.layers = new Layers(document);
    }

    /**
     * Takes the text of {@code page}. The caller has made sure that the streams of the page are of a size that may be
     * unpacked.
     *
     * @param pixels of the picture that the page would become, for each of its points
     * @param watch is asked before each operator, and throws when the work is to end
     */
    public static TextLayer of(PDDocument document, PDPage page, double pixels, Runnable watch) throws IOException {
        TextFinder finder = new TextFinder(document, page, watch);
        finder.processPage(page);
        for (PDAnnotation annotation : page.getAnnotations()) {
            finder.showAnnotation(annotation);
        }
        return finder.painted.layer(pixels);
    }

    @Override
    public void showAnnotation(PDAnnotation annotation) throws IOException {
        boolean seen =
                !annotation.isHidden() && !annotation.isNoView() && layers.isShown(annotation.getOptionalContent());
        if (seen && !(annotation instanceof PDAnnotationLink)) {
            painted.annotation();
        }
        if (seen && annotation.getAppearance() != null) {
            super.showAnnotation(annotation);
        }
    }

    /** Images are taken by their dictionaries: PDFBox would decode some of them to learn their size. */
    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        watch.run();
        if (painted.isFull()) {
            return;
        }
        String name = operator.getName();
        if (name.equals("BI")) {
            showImage(operator.getImageParameters());
        } else if (name.equals("Do") && image(operands) != null) {
            showImage(image(operands));
        } else {
            super.processOperator(operator, operands);
        }
    }

    private COSStream image(List<COSBase> operands) {
        boolean named = !operands.isEmpty() && operands.get(0) instanceof COSName && getResources() != null;
        COSDictionary objects = named ? getResources().getCOSObject().getCOSDictionary(COSName.XOBJECT) : null;
        COSStream object = objects == null ? null : objects.getCOSStream((COSName) operands.get(0));
        return object != null && COSName.IMAGE.equals(object.getCOSName(COSName.SUBTYPE)) ? object : null;
    }

    private void showImage(COSDictionary image) {
        if (layers.isHidden() || image == null || !layers.isShown(image)) {
            return;
        }
        AffineTransform unit =
                getGraphicsState().getCurrentTransformationMatrix().createAffineTransform();
        Rectangle2D box =
                unit.createTransformedShape(new Rectangle2D.Double(0, 0, 1, 1)).getBounds2D();
        boolean opaque = !image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false)
                && !image.containsKey(COSName.SMASK)
                && !image.containsKey(COSName.MASK)
                && Ink.isOpaque(getGraphicsState());
        painted.image(sheet.place(box).createIntersection(clip()), opaque && isUpright(unit));
    }

    private static boolean isUpright(AffineTransform unit) {
        return (unit.getType() & (AffineTransform.TYPE_GENERAL_ROTATION | AffineTransform.TYPE_GENERAL_TRANSFORM)) == 0;
    }

    @Override
    public void showForm(PDFormXObject form) throws IOException {
        if (layers.isShown(form.getCOSObject())) {
            super.showForm(form);
        }
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, COSDictionary properties) {
        layers.begin(tag, properties);
    }

    @Override
    public void endMarkedContentSequence() {
        layers.end();
    }

    @Override
    protected void showFontGlyph(Matrix placed, PDFont font, int code, Vector displacement) {
        show(placed, font, code, displacement);
    }

    /** What such a glyph is made of is not looked at: it is no more than a picture. */
    @Override
    protected void showType3Glyph(Matrix placed, PDType3Font font, int code, Vector displacement) {
        show(placed, font, code, displacement);
    }

    private void show(Matrix placed, PDFont font, int code, Vector displacement) {
        if (layers.isHidden()) {
            return;
        }
        FontFacts facts = fonts.computeIfAbsent(font, FontFacts::of);
        String unicode = font.toUnicode(code);
        AffineTransform toSheet = new AffineTransform(sheet.fromPage());
        toSheet.concatenate(placed.createAffineTransform());
        double size = Math.hypot(toSheet.getShearX(), toSheet.getScaleY()) * facts.scale();
        boolean vertical = font.isVertical();
        Point2D.Double start = new Point2D.Double(0, 0);
        Point2D.Double end = new Point2D.Double(vertical ? 0 : displacement.getX(), vertical ? displacement.getY() : 0);
        toSheet.transform(start, start);
        toSheet.transform(end, end);
        Painted.Placed where = new Painted.Placed(start, end, size, vertical, facts);
        painted.glyph(unicode, where, Ink.ofText(getGraphicsState()), clip());
    }

    /** The bounds of the clip: what is cut off by a shape within them counts as seen. */
    private Rectangle2D clip() {
        Area now = getGraphicsState().getCurrentClippingPath();
        if (now != clip) {
            clip = now;
            clipBox = sheet.place(now.getBounds2D());
        }
        return clipBox;
    }

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        path.moveTo(p0.getX(), p0.getY());
        path.lineTo(p1.getX(), p1.getY());
        path.lineTo(p2.getX(), p2.getY());
        path.lineTo(p3.getX(), p3.getY());
        path.closePath();
    }

    @Override
    public void moveTo(float x, float y) {
        path.moveTo(x, y);
    }

    @Override
    public void lineTo(float x, float y) {
        begin(x, y);
        path.lineTo(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        begin(x1, y1);
        path.curveTo(x1, y1, x2, y2, x3, y3);
    }

    /** A damaged page may draw on before it has said from where. */
    private void begin(float x, float y) {
        if (path.getCurrentPoint() == null) {
            path.moveTo(x, y);
        }
    }

    @Override
    public Point2D getCurrentPoint() {
        return path.getCurrentPoint();
    }

    @Override
    public void closePath() {
        if (path.getCurrentPoint() != null) {
            path.closePath();
        }
    }

    @Override
    public void clip(int windingRule) {
        clipsNext = true;
    }

    @Override
    public void endPath() {
        if (clipsNext) {
            getGraphicsState().intersectClippingPath(new Area(path.getBounds2D()));
            clipsNext = false;
        }
        path = new GeneralPath();
    }

    @Override
    public void fillPath(int windingRule) {
        if (!layers.isHidden()) {
            painted.shape(path, clip(), Ink.ofFill(getGraphicsState()));
        }
        endPath();
    }

    @Override
    public void fillAndStrokePath(int windingRule) {
        fillPath(windingRule);
    }

    @Override
    public void strokePath() {
        endPath();
    }

    @Override
    public void shadingFill(COSName shading) {
        painted.unknown(clip());
    }

    /** Never asked: images are taken before they are made. */
    @Override
    public void drawImage(PDImage image) {
        painted.unknown(clip());
    }
}
