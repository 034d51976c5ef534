package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextFinder;
import io.pagestream.imaging.text.TextLayer;
import java.io.IOException;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.util.Version;

/** A PDF: scanned sheets as the image they are, all other pages rendered. */
final class PdfPages implements Pages {

    private static final double POINTS_PER_INCH = 72;

    /** Of a rendered pixel: the page as integers, a transparency group over it, the result. */
    private static final int BYTES_PER_PIXEL = 4 + 4 + 3;

    /** The renderer cuts parts of a pixel off: 612 points at 200 dpi must not become 1699.99 pixels. */
    private static final double JUST_ABOVE = 1 + 1e-6;

    static {
        ImageReaders.register();
    }

    private final PDDocument document;
    private final int count;
    private final RenderRule rule;
    private final DecodeLimits limits;
    private final StreamCheck streams;

    private PdfPages(PDDocument document, int count, RenderRule rule, DecodeLimits limits) {
        this.document = document;
        this.count = count;
        this.rule = rule;
        this.limits = limits;
        this.streams = new StreamCheck(limits);
    }

    static PdfPages open(byte[] bytes, String password, RenderRule rule, DecodeLimits limits) throws IOException {
        PDDocument document = load(bytes, password);
        try {
            return new PdfPages(document, counted(document, limits), rule, limits);
        } catch (RuntimeException | Error e) {
            document.close();
            throw e;
        }
    }

    private static PDDocument load(byte[] bytes, String password) throws IOException {
        try {
            return Loader.loadPDF(bytes, password, null, null, IOUtils.createMemoryOnlyStreamCache());
        } catch (InvalidPasswordException e) {
            if (password.isEmpty()) {
                throw new DecodeException(
                        Reason.PASSWORD_NEEDED, "the document is encrypted and no password was given", e);
            }
            // A password may be given for a document that opens without one.
            return Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache());
        }
    }

    /** By walking the tree: the number that stands in its root is only a claim. */
    private static int counted(PDDocument document, DecodeLimits limits) {
        int pages = 0;
        for (PDPage ignored : document.getPages()) {
            pages++;
            if (pages > limits.maxPages()) {
                throw new Refused(
                        Reason.TOO_MANY_PAGES,
                        "more than the " + limits.maxPages() + " pages that are allowed for a document");
            }
        }
        if (pages == 0) {
            throw new Refused(Reason.CORRUPT, "no page could be found in the document");
        }
        return pages;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public String renderer() {
        return "pdfbox-" + Version.getVersion();
    }

    @Override
    public RgbImage page(int index, Deadline deadline) throws IOException {
        PDPage page = document.getPage(index);
        StreamCheck.Need largestImage = streams.check(page, deadline);
        double scale = scale(page);
        // An image that does not fit whole is drawn from a part of its pixels, on a page as large as there is room for.
        boolean thin = largestImage.whole() + pixels(page, scale) * BYTES_PER_PIXEL > MemoryBudget.total();
        long forImages = thin ? largestImage.thinned() : largestImage.whole();
        if (thin) {
            scale = Math.min(scale, scaleWithin(page, MemoryBudget.total() - forImages));
        }
        long pixels = pixels(page, scale);
        MemoryBudget.Share share = MemoryBudget.take(
                forImages + pixels * BYTES_PER_PIXEL, deadline, "a page of " + pixels + " pixels with its images");
        try {
            Optional<ScannedPage> scan = thin ? Optional.empty() : ScannedPage.find(page, deadline);
            return scan.isPresent() ? scan.get().image() : rendered(index, scale, thin, deadline);
        } finally {
            share.close();
        }
    }

    /** Images are not decoded for it; what they might take is checked nevertheless, with all that the page can reach. */
    @Override
    public Optional<TextLayer> textLayer(int index, Deadline deadline) throws IOException {
        PDPage page = document.getPage(index);
        streams.check(page, deadline);
        double perPoint = scale(page) / page.getUserUnit() * JUST_ABOVE;
        return Optional.of(TextFinder.of(document, page, perPoint, deadline::check));
    }

    private RgbImage rendered(int index, double scale, boolean thin, Deadline deadline) throws IOException {
        BoundedRenderer renderer = new BoundedRenderer(document, streams, deadline);
        renderer.setSubsamplingAllowed(thin);
        return RgbPixels.of(renderer.renderImage(index, (float) (scale * JUST_ABOVE), ImageType.RGB));
    }

    private static long pixels(PDPage page, double scale) {
        PDRectangle box = page.getCropBox();
        return (long) (Math.max(1, box.getWidth() * scale) * Math.max(1, box.getHeight() * scale));
    }

    private static double scaleWithin(PDPage page, long bytes) {
        PDRectangle box = page.getCropBox();
        return Math.sqrt(Math.max(1, 0.9 * bytes / BYTES_PER_PIXEL) / ((double) box.getWidth() * box.getHeight()));
    }

    /** Pixels for each unit of the page: by the rule's resolution, fewer where a limit says so. */
    private double scale(PDPage page) {
        double width = page.getCropBox().getWidth();
        double height = page.getCropBox().getHeight();
        if (!(width > 0 && height > 0 && Double.isFinite(width * height))) {
            throw new Refused(Reason.CORRUPT, "the page is " + width + " by " + height + " points");
        }
        double wanted = rule.dpi() / POINTS_PER_INCH * page.getUserUnit();
        double bySide = rule.maxSide() / Math.max(width, height);
        double byPixels = Math.sqrt(limits.maxPixels() / (width * height));
        return Math.min(wanted, Math.min(bySide, byPixels));
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
