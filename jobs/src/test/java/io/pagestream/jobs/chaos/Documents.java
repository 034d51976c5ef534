package io.pagestream.jobs.chaos;

import io.pagestream.jobs.pipeline.BarCode;
import io.pagestream.operators.wire.AvroBytes;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DocumentRequest;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** Documents of one to five pages with their number on each, and among them some of each kind that cannot be read. */
final class Documents {

    private static final int MOST_PAGES = 5;
    private static final Kind[] UNREADABLE = {Kind.BAD_PAGE, Kind.BAD_DOCUMENT, Kind.MISSING, Kind.BAD_RECORD};
    private static final PDRectangle SMALL = new PDRectangle(160, 100);
    private static final PDRectangle A4 = PDRectangle.A4;

    private final Path folder;
    private final List<Sent> all = new ArrayList<>();
    private Sent deadly;

    private Documents(Path folder) {
        this.folder = folder;
    }

    /** What is to come of a document. */
    enum Kind {
        /** A result, COMPLETE, with a text for each page. */
        GOOD,
        /** The only page has no pixels: a result, PARTIAL, and a dead letter for the page. */
        BAD_PAGE,
        /** No PDF at all: a dead letter. */
        BAD_DOCUMENT,
        /** There is no such file: a dead letter. */
        MISSING,
        /** No Avro: a dead letter with the bytes. */
        BAD_RECORD,
        /** Its last page ends who asks about it: a result, PARTIAL, and a dead letter for the page. */
        DEADLY_PAGE
    }

    /**
     * One record of the topic.
     *
     * @param number which the pages show
     * @param pages of a good one
     * @param inside whether the record holds the document itself
     */
    record Sent(int number, Kind kind, int pages, Path file, boolean inside) {

        Sent(int number, Kind kind, int pages, Path file) {
            this(number, kind, pages, file, false);
        }

        /** The same, inside its record; one that does not exist cannot be. */
        Sent inline() {
            return new Sent(number, kind, pages, file, kind != Kind.MISSING);
        }

        String id() {
            return "document-" + number;
        }

        byte[] record() {
            if (kind == Kind.BAD_RECORD) {
                return ("no Avro " + number).getBytes(StandardCharsets.UTF_8);
            }
            DocumentRequest.Builder request = DocumentRequest.newBuilder().setDocumentId(id());
            return AvroBytes.of(
                    inside
                            ? request.setContent(content()).build()
                            : request.setSource(new ClaimCheck(file.toUri().toString(), -1L, ""))
                                    .build());
        }

        private ByteBuffer content() {
            try {
                return ByteBuffer.wrap(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean hasResult() {
            return kind == Kind.GOOD || kind == Kind.BAD_PAGE || kind == Kind.DEADLY_PAGE;
        }

        boolean hasDeadLetter() {
            return kind != Kind.GOOD;
        }
    }

    /** Writes {@code count} documents into {@code folder}; the same {@code seed} gives the same ones. */
    static Documents generate(Path folder, int count, long seed) throws IOException {
        Documents documents = new Documents(Files.createDirectories(folder));
        Random random = new Random(seed);
        for (int number = 0; number < count; number++) {
            documents.all.add(documents.one(number, random));
        }
        return documents;
    }

    /** The same, and the last page of number {@code deadly}, a document of several pages, is a deadly one. */
    static Documents generate(Path folder, int count, long seed, int deadly) throws IOException {
        Documents documents = generate(folder, count, seed);
        Sent chosen = documents.all.get(deadly);
        documents.deadly = new Sent(deadly, Kind.DEADLY_PAGE, MOST_PAGES, documents.pdf(deadly, MOST_PAGES, SMALL));
        if (chosen.kind() != Kind.GOOD) {
            throw new IllegalArgumentException(
                    "need the number of a good document, " + deadly + " is " + chosen.kind());
        }
        documents.all.set(deadly, documents.deadly);
        return documents;
    }

    /** {@code count} documents that can be read, each of {@code pages} pages in A4. */
    static Documents ofA4(Path folder, int count, int pages) throws IOException {
        return good(folder, count, pages, A4);
    }

    /** One document of many pages, small ones. */
    static Documents large(Path folder, int pages) throws IOException {
        return good(folder, 1, pages, SMALL);
    }

    private static Documents good(Path folder, int count, int pages, PDRectangle size) throws IOException {
        Documents documents = new Documents(Files.createDirectories(folder));
        for (int number = 0; number < count; number++) {
            documents.all.add(new Sent(number, Kind.GOOD, pages, documents.pdf(number, pages, size)));
        }
        return documents;
    }

    /** Of twenty documents one cannot be read, each time in another way; of the others a third are pictures. */
    private Sent one(int number, Random random) throws IOException {
        if (number % 20 == 7) {
            Kind kind = UNREADABLE[number / 20 % UNREADABLE.length];
            return new Sent(number, kind, 0, unreadable(number, kind));
        }
        if (random.nextInt(3) == 0) {
            return new Sent(number, Kind.GOOD, 1, picture(number));
        }
        int pages = 1 + random.nextInt(MOST_PAGES);
        return new Sent(number, Kind.GOOD, pages, pdf(number, pages, SMALL));
    }

    private Path unreadable(int number, Kind kind) throws IOException {
        Path file = folder.resolve(number + (kind == Kind.BAD_PAGE ? ".png" : ".pdf"));
        if (kind == Kind.BAD_DOCUMENT) {
            Files.writeString(file, "%PDF-1.7\nbut the rest was lost");
        } else if (kind == Kind.BAD_PAGE) {
            byte[] png = Files.readAllBytes(picture(number));
            Arrays.fill(png, 60, png.length, (byte) 7);
            Files.write(file, png);
        }
        return file;
    }

    private Path picture(int number) throws IOException {
        BufferedImage image = new BufferedImage(
                2 * (int) SMALL.getWidth(), 2 * (int) SMALL.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.setColor(Color.BLACK);
        squares(number, 0, image.getWidth(), image.getHeight()).forEach(pen::fill);
        pen.dispose();
        Path file = folder.resolve(number + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private Path pdf(int number, int pages, PDRectangle size) throws IOException {
        Path file = folder.resolve(number + ".pdf");
        try (PDDocument document = new PDDocument()) {
            for (int index = 0; index < pages; index++) {
                PDPage page = new PDPage(size);
                document.addPage(page);
                try (PDPageContentStream pen = new PDPageContentStream(document, page)) {
                    for (Rectangle2D square : squares(number, index, size.getWidth(), size.getHeight())) {
                        float bottom = (float) (size.getHeight() - square.getMaxY()); // PDF counts upwards
                        pen.addRect(
                                (float) square.getX(), bottom, (float) square.getWidth(), (float) square.getHeight());
                    }
                    pen.fill();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    private static List<Rectangle2D> squares(int number, int page, double width, double height) {
        long code = BarCode.of(number, page);
        double inner = 1 - 2 * BarCode.MARGIN;
        double w = inner * width / BarCode.COLUMNS;
        double h = inner * height / BarCode.ROWS;
        List<Rectangle2D> squares = new ArrayList<>();
        for (int row = 0; row < BarCode.ROWS; row++) {
            for (int column = 0; column < BarCode.COLUMNS; column++) {
                if (BarCode.isDark(code, column, row)) {
                    squares.add(new Rectangle2D.Double(
                            BarCode.MARGIN * width + column * w, BarCode.MARGIN * height + row * h, w, h));
                }
            }
        }
        return squares;
    }

    Path folder() {
        return folder;
    }

    /** Of the page that ends who asks about it. */
    int deadlyPage() {
        return deadly.pages() - 1;
    }

    String deadlyText() {
        return BarCode.text(deadly.number(), deadlyPage());
    }

    List<Sent> all() {
        return List.copyOf(all);
    }

    int results() {
        return (int) all.stream().filter(Sent::hasResult).count();
    }

    int deadLetters() {
        return (int) all.stream().filter(Sent::hasDeadLetter).count();
    }

    int pages() {
        return all.stream().mapToInt(Sent::pages).sum();
    }
}
