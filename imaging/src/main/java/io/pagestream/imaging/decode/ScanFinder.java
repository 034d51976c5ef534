package io.pagestream.imaging.decode;

import io.pagestream.imaging.pixels.Turn;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.contentstream.PDFGraphicsStreamEngine;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.blend.BlendMode;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.PDGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.util.Matrix;

/**
 * Reads the content of a page without drawing it, until something is to be seen besides one opaque image that covers the
 * page. What lies below that image is not to be seen; invisible text, as OCR programs lay it over a scan, neither.
 */
final class ScanFinder extends PDFGraphicsStreamEngine {

    /** Edges may be off by this part of the page's size. */
    private static final double TOLERANCE = 0.015;

    /** Below this resolution an image is a background and not a scan. */
    private static final double LEAST_DPI = 50;

    private final PDPage page;
    private final Deadline deadline;
    private final Rectangle2D sheet;
    private Rectangle2D path = new Rectangle2D.Double();
    private boolean pathEmpty = true;
    private Optional<ScannedPage> scan = Optional.empty();

    ScanFinder(PDPage page, Deadline deadline) {
        super(page);
        this.page = page;
        this.deadline = deadline;
        PDRectangle box = page.getCropBox();
        this.sheet = new Rectangle2D.Double(box.getLowerLeftX(), box.getLowerLeftY(), box.getWidth(), box.getHeight());
    }

    Optional<ScannedPage> find() throws IOException {
        if (hasVisibleAnnotations()) {
            return Optional.empty();
        }
        try {
            processPage(page);
            return scan;
        } catch (MoreToSee e) {
            return Optional.empty();
        }
    }

    private boolean hasVisibleAnnotations() throws IOException {
        for (PDAnnotation annotation : page.getAnnotations()) {
            boolean plainLink = annotation instanceof PDAnnotationLink && annotation.getAppearance() == null;
            if (!annotation.isHidden() && !plainLink) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
        deadline.check();
        if (operator.getImageData() != null || operator.getName().equals("sh")) {
            throw new MoreToSee();
        }
        // Fonts are not looked at: text is either invisible or the end of the search.
        if (!operator.getName().equals("Tf")) {
            super.processOperator(operator, operands);
        }
    }

    @Override
    public void showTextString(byte[] text) {
        requireInvisibleText();
    }

    @Override
    public void showTextStrings(COSArray texts) {
        requireInvisibleText();
    }

    private void requireInvisibleText() {
        if (getGraphicsState().getTextState().getRenderingMode() != RenderingMode.NEITHER) {
            throw new MoreToSee();
        }
    }

    @Override
    public void beginMarkedContentSequence(COSName tag, COSDictionary properties) {
        if (COSName.OC.equals(tag)) {
            throw new MoreToSee();
        }
    }

    @Override
    public void showTransparencyGroup(PDTransparencyGroup form) {
        throw new MoreToSee();
    }

    @Override
    public void drawImage(PDImage drawn) throws IOException {
        if (!(drawn instanceof PDImageXObject picture) || !isOpaque(picture)) {
            throw new MoreToSee();
        }
        Matrix matrix = getGraphicsState().getCurrentTransformationMatrix();
        Optional<Turn> turn = turn(matrix);
        if (turn.isEmpty() || !covers(matrix) || !keepsShape(matrix, picture)) {
            throw new MoreToSee();
        }
        scan = Optional.of(new ScannedPage(picture, turn.get().thenClockwise(page.getRotation() / 90)));
    }

    private boolean isOpaque(PDImageXObject picture) throws IOException {
        PDGraphicsState state = getGraphicsState();
        return !picture.isStencil()
                && picture.getSoftMask() == null
                && picture.getMask() == null
                && picture.getColorKeyMask() == null
                && state.getSoftMask() == null
                && state.getNonStrokeAlphaConstant() >= 1
                && state.getBlendMode() == BlendMode.NORMAL;
    }

    /** Only quarter turns and mirrors: the unit square's right and down as steps on the page, whose y runs up. */
    private static Optional<Turn> turn(Matrix matrix) {
        double a = matrix.getScaleX();
        double b = matrix.getShearY();
        double c = matrix.getShearX();
        double d = matrix.getScaleY();
        if (Math.abs(b) <= 0.001 * Math.abs(a) && Math.abs(c) <= 0.001 * Math.abs(d)) {
            return Optional.of(new Turn((int) Math.signum(a), 0, 0, (int) Math.signum(d)));
        }
        if (Math.abs(a) <= 0.001 * Math.abs(b) && Math.abs(d) <= 0.001 * Math.abs(c)) {
            return Optional.of(new Turn(0, -(int) Math.signum(b), -(int) Math.signum(c), 0));
        }
        return Optional.empty();
    }

    private boolean covers(Matrix matrix) {
        Rectangle2D drawn = matrix.createAffineTransform()
                .createTransformedShape(new Rectangle2D.Double(0, 0, 1, 1))
                .getBounds2D();
        double x = TOLERANCE * sheet.getWidth();
        double y = TOLERANCE * sheet.getHeight();
        return Math.abs(drawn.getMinX() - sheet.getMinX()) <= x
                && Math.abs(drawn.getMaxX() - sheet.getMaxX()) <= x
                && Math.abs(drawn.getMinY() - sheet.getMinY()) <= y
                && Math.abs(drawn.getMaxY() - sheet.getMaxY()) <= y;
    }

    /** Pixels that are not square, as of a fax, are left to the renderer. */
    private boolean keepsShape(Matrix matrix, PDImageXObject picture) {
        double across = picture.getWidth() / Math.hypot(matrix.getScaleX(), matrix.getShearY());
        double down = picture.getHeight() / Math.hypot(matrix.getShearX(), matrix.getScaleY());
        double leastPerUnit = LEAST_DPI / 72 * page.getUserUnit();
        return across >= leastPerUnit && Math.abs(across / down - 1) <= 2 * TOLERANCE;
    }

    @Override
    public void clip(int windingRule) {
        Rectangle2D larger = new Rectangle2D.Double(
                path.getX() - TOLERANCE * sheet.getWidth(),
                path.getY() - TOLERANCE * sheet.getHeight(),
                path.getWidth() + 2 * TOLERANCE * sheet.getWidth(),
                path.getHeight() + 2 * TOLERANCE * sheet.getHeight());
        if (!larger.contains(sheet)) {
            throw new MoreToSee();
        }
    }

    /** Paint below the image is hidden by it; paint above it is more to see. */
    private void paint() {
        if (scan.isPresent()) {
            throw new MoreToSee();
        }
        endPath();
    }

    @Override
    public void strokePath() {
        paint();
    }

    @Override
    public void fillPath(int windingRule) {
        paint();
    }

    @Override
    public void fillAndStrokePath(int windingRule) {
        paint();
    }

    @Override
    public void shadingFill(COSName shading) {
        paint();
    }

    @Override
    public void appendRectangle(Point2D p0, Point2D p1, Point2D p2, Point2D p3) {
        for (Point2D corner : new Point2D[] {p0, p1, p2, p3}) {
            moveTo((float) corner.getX(), (float) corner.getY());
        }
    }

    @Override
    public void moveTo(float x, float y) {
        if (pathEmpty) {
            path = new Rectangle2D.Double(x, y, 0, 0);
            pathEmpty = false;
        } else {
            path.add(x, y);
        }
    }

    @Override
    public void lineTo(float x, float y) {
        moveTo(x, y);
    }

    @Override
    public void curveTo(float x1, float y1, float x2, float y2, float x3, float y3) {
        moveTo(x3, y3);
    }

    @Override
    public Point2D getCurrentPoint() {
        return new Point2D.Float();
    }

    @Override
    public void closePath() {
        // Bounds do not change.
    }

    @Override
    public void endPath() {
        pathEmpty = true;
        path = new Rectangle2D.Double();
    }

    /** Ends the search; carries no trace because it is an answer and not an error. */
    private static final class MoreToSee extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MoreToSee() {
            super("more to see than one image", null, false, false);
        }
    }
}
