package io.pagestream.operators.sql;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;

/** PDFs whose pages are known. */
final class SamplePdfs {

    private SamplePdfs() {}

    /** A page for each of {@code words}, with a text layer that can be believed. */
    static Path letters(Path file, String... words) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (String line : words) {
                try (PDPageContentStream content = page(document, PDRectangle.A4)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 12);
                    content.newLineAtOffset(100, 700);
                    content.showText(line);
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    /** Small pages with ink and without text: all are the model's. */
    static Path scans(Path file, int pages) throws IOException {
        try (PDDocument document = new PDDocument()) {
            for (int page = 0; page < pages; page++) {
                try (PDPageContentStream content = page(document, new PDRectangle(144, 72))) {
                    content.addRect(20, 20, 99, 30);
                    content.fill();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    /** Says that it is a PDF and is nothing more. */
    static Path broken(Path file) throws IOException {
        return Files.write(file, "%PDF-1.7\nbut the rest was lost".getBytes(StandardCharsets.US_ASCII));
    }

    private static PDPageContentStream page(PDDocument document, PDRectangle size) throws IOException {
        PDPage page = new PDPage(size);
        document.addPage(page);
        return new PDPageContentStream(document, page);
    }
}
