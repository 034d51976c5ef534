package io.pagestream.jobs.pipeline;

import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import io.pagestream.schemas.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small real documents. */
final class TestDocuments {

    static final Path IMAGES = Path.of(System.getProperty("pagestream.golden"), "common", "images");

    private TestDocuments() {}

    static byte[] image(String name) {
        try {
            return Files.readAllBytes(IMAGES.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A PDF of pages with a black box on each, 144 by 72 points: there is ink on them, and no text in them. */
    static byte[] pdf(int pages) {
        StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
        StringBuilder kids = new StringBuilder();
        int[] offsets = new int[pages + 4];
        for (int page = 0; page < pages; page++) {
            offsets[page + 3] = pdf.length();
            pdf.append(page + 3)
                    .append(" 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 144 72]/Contents ")
                    .append(pages + 3)
                    .append(" 0 R>>\nendobj\n");
            kids.append(page + 3).append(" 0 R ");
        }
        offsets[1] = pdf.length();
        pdf.append("1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
        offsets[2] = pdf.length();
        pdf.append("2 0 obj\n<</Type/Pages/Count ")
                .append(pages)
                .append("/Kids[")
                .append(kids);
        pdf.append("]>>\nendobj\n");
        offsets[pages + 3] = pdf.length();
        pdf.append(pages + 3).append(" 0 obj\n<</Length 17>>stream\n20 20 99 30 re f \nendstream\nendobj\n");
        int xref = pdf.length();
        pdf.append("xref\n0 ").append(offsets.length).append("\n0000000000 65535 f \n");
        for (int object = 1; object < offsets.length; object++) {
            pdf.append(String.format("%010d 00000 n \n", offsets[object]));
        }
        pdf.append("trailer\n<</Size ").append(offsets.length).append("/Root 1 0 R>>\nstartxref\n");
        return pdf.append(xref).append("\n%%EOF\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Says that it is a PDF and is nothing more: the document cannot be opened. */
    static byte[] corruptPdf() {
        return "%PDF-1.7\nbut the rest was lost".getBytes(StandardCharsets.US_ASCII);
    }

    /** A PNG with its size and without its pixels: the document can be opened, its page cannot. */
    static byte[] corruptPng() {
        byte[] png = image("tiny_7x5.png").clone();
        java.util.Arrays.fill(png, 30, png.length, (byte) 7);
        return png;
    }

    static DocumentRequest inline(String id, byte[] content) {
        return DocumentRequest.newBuilder()
                .setDocumentId(id)
                .setContent(ByteBuffer.wrap(content))
                .build();
    }

    static DocumentRequest file(String id, Path file) {
        return DocumentRequest.newBuilder()
                .setDocumentId(id)
                .setSource(new ClaimCheck(file.toUri().toString(), -1L, ""))
                .build();
    }

    static DocumentRequest asking(DocumentRequest request, String task, String... questions) {
        List<Question> asked = new java.util.ArrayList<>();
        for (String question : questions) {
            asked.add(new Question("q" + asked.size(), question));
        }
        return DocumentRequest.newBuilder(request)
                .setTask(task)
                .setQuestions(asked)
                .build();
    }
}
