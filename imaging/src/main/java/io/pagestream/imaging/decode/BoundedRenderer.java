package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/** PDFBox's renderer, which asks for the time before each operator and for the size before each image. */
final class BoundedRenderer extends PDFRenderer {

    /** Each level of transparency holds a picture of the page of its own. */
    private static final int MOST_GROUPS_WITHIN_GROUPS = 12;

    private final StreamCheck streams;
    private final Deadline deadline;

    BoundedRenderer(PDDocument document, StreamCheck streams, Deadline deadline) {
        super(document);
        this.streams = streams;
        this.deadline = deadline;
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
        return new BoundedDrawer(parameters, streams, deadline);
    }

    private static final class BoundedDrawer extends PageDrawer {

        private final StreamCheck streams;
        private final Deadline deadline;
        private int groups;

        BoundedDrawer(PageDrawerParameters parameters, StreamCheck streams, Deadline deadline) throws IOException {
            super(parameters);
            this.streams = streams;
            this.deadline = deadline;
        }

        @Override
        protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
            deadline.check();
            if (operator.getImageParameters() != null && operator.getImageData() != null) {
                streams.checkInline(operator.getImageParameters(), operator.getImageData());
            }
            super.processOperator(operator, operands);
        }

        @Override
        public void drawImage(PDImage image) throws IOException {
            deadline.check();
            streams.checkPixels(image.getWidth(), image.getHeight());
            super.drawImage(image);
        }

        /** Asked only where subsampling is allowed, because an image does not fit into memory whole. */
        @Override
        protected int getSubsampling(PDImage image, AffineTransform transform) {
            return Math.max(2, super.getSubsampling(image, transform));
        }

        @Override
        public void showTransparencyGroup(PDTransparencyGroup form) throws IOException {
            deadline.check();
            if (groups >= MOST_GROUPS_WITHIN_GROUPS) {
                throw new Refused(
                        Reason.CORRUPT,
                        "more than " + MOST_GROUPS_WITHIN_GROUPS + " transparency groups within each other");
            }
            groups++;
            try {
                super.showTransparencyGroup(form);
            } finally {
                groups--;
            }
        }
    }
}
