package io.pagestream.jobs.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/**
 * Makes the documents of the demo: sets a few invented pages, renders all but one, and treats the pixels as a scanner or a camera
 * would. Run it from the project's folder with the output folder as its argument; the same program makes the same pixels.
 */
final class MakeDemoDocuments {

    private final Random random = new Random(20261121);
    private final Path folder;

    private MakeDemoDocuments(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws IOException {
        MakeDemoDocuments maker = new MakeDemoDocuments(Files.createDirectories(Path.of(args[0])));
        maker.letter();
        maker.letterAsSent();
        maker.invoice();
        maker.receipt();
        maker.minutes();
    }

    private void letter() throws IOException {
        BufferedImage first = scanned(DemoPages.letterFirst(), 130, 0.4);
        BufferedImage second = scanned(DemoPages.letterSecond(), 130, -0.7);
        writePdf("letter.pdf", List.of(first, second), PDRectangle.A4, 0.45f);
    }

    /** The same letter before it was printed and scanned: its text is in the file. */
    private void letterAsSent() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(1L);
            draw(document, DemoPages.letterFirst());
            draw(document, DemoPages.letterSecond());
            document.save(folder.resolve("letter-as-sent.pdf").toFile());
        }
    }

    private void invoice() throws IOException {
        writePdf("invoice.pdf", List.of(scanned(DemoPages.invoice(), 140, 0.8)), PDRectangle.A4, 0.5f);
    }

    /** A photograph: on a table, turned, lit from one side, slightly out of focus. */
    private void receipt() throws IOException {
        BufferedImage paper = render(DemoPages.receipt(), 200, ImageType.RGB);
        int width = paper.getWidth() + 320;
        int height = paper.getHeight() + 260;
        BufferedImage photo = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = photo.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.setColor(new Color(112, 84, 62));
        g.fillRect(0, 0, width, height);
        g.rotate(Math.toRadians(-3.2), width / 2.0, height / 2.0);
        g.setColor(new Color(60, 44, 32));
        g.fillRect(172, 142, paper.getWidth(), paper.getHeight());
        g.drawImage(paper, 160, 130, null);
        g.dispose();
        BufferedImage taken = soft(photo);
        light(taken, 0.62, 1.0, 5);
        writeJpeg("receipt.jpg", taken, 0.6f);
    }

    /** A fax: two pages, black and white. */
    private void minutes() throws IOException {
        writeFax(
                "minutes.tif",
                List.of(blackAndWhite(DemoPages.minutesFirst(), 0.5), blackAndWhite(DemoPages.minutesSecond(), -0.3)));
    }

    private BufferedImage scanned(DemoPages.Page page, int dpi, double degrees) throws IOException {
        BufferedImage turned = turned(render(page, dpi, ImageType.GRAY), degrees, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage scan = soft(turned);
        light(scan, 0.9, 0.98, 4);
        return scan;
    }

    private BufferedImage blackAndWhite(DemoPages.Page page, double degrees) throws IOException {
        BufferedImage grey = turned(render(page, 200, ImageType.GRAY), degrees, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage fax = new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < grey.getHeight(); y++) {
            for (int x = 0; x < grey.getWidth(); x++) {
                double value = grey.getRaster().getSample(x, y, 0) + 30 * random.nextGaussian();
                boolean speck = random.nextInt(9000) == 0;
                fax.getRaster().setSample(x, y, 0, value < 140 ^ speck ? 0 : 1);
            }
        }
        return fax;
    }

    private static BufferedImage render(DemoPages.Page page, int dpi, ImageType type) throws IOException {
        try (PDDocument document = new PDDocument()) {
            draw(document, page);
            return new PDFRenderer(document).renderImageWithDPI(0, dpi, type);
        }
    }

    private static void draw(PDDocument document, DemoPages.Page page) throws IOException {
        PDPage sheet = new PDPage(page.size());
        document.addPage(sheet);
        try (PDPageContentStream content = new PDPageContentStream(document, sheet)) {
            page.drawing().draw(content);
        }
    }

    private static BufferedImage turned(BufferedImage image, double degrees, int type) {
        BufferedImage turned = new BufferedImage(image.getWidth(), image.getHeight(), type);
        Graphics2D g = turned.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), image.getHeight());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        g.drawImage(
                image,
                AffineTransform.getRotateInstance(
                        Math.toRadians(degrees), image.getWidth() / 2.0, image.getHeight() / 2.0),
                null);
        g.dispose();
        return turned;
    }

    private static BufferedImage soft(BufferedImage image) {
        float[] weights = {0.03f, 0.1f, 0.03f, 0.1f, 0.48f, 0.1f, 0.03f, 0.1f, 0.03f};
        return new ConvolveOp(new Kernel(3, 3, weights), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
    }

    /** Brightness from {@code left} to {@code right}, and the noise of a sensor. */
    private void light(BufferedImage image, double left, double right, double noise) {
        int bands = image.getRaster().getNumBands();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double bright = left + (right - left) * x / image.getWidth();
                double grain = noise * random.nextGaussian();
                for (int band = 0; band < bands; band++) {
                    double value = image.getRaster().getSample(x, y, band) * bright + grain;
                    image.getRaster().setSample(x, y, band, (int) Math.max(0, Math.min(255, value)));
                }
            }
        }
    }

    private void writePdf(String name, List<BufferedImage> pages, PDRectangle size, float quality) throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.setDocumentId(1L);
            for (BufferedImage image : pages) {
                PDPage page = new PDPage(size);
                document.addPage(page);
                PDImageXObject scan = JPEGFactory.createFromImage(document, image, quality);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(scan, 0, 0, size.getWidth(), size.getHeight());
                }
            }
            document.save(folder.resolve(name).toFile());
        }
    }

    private void writeJpeg(String name, BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        Files.deleteIfExists(folder.resolve(name));
        try (ImageOutputStream out =
                ImageIO.createImageOutputStream(folder.resolve(name).toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    private void writeFax(String name, List<BufferedImage> pages) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("CCITT T.6");
        Files.deleteIfExists(folder.resolve(name));
        try (ImageOutputStream out =
                ImageIO.createImageOutputStream(folder.resolve(name).toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (BufferedImage page : pages) {
                writer.writeToSequence(new IIOImage(page, null, null), param);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }
}
