package io.pagestream.jobs.view;

import io.pagestream.formats.JsonLines;
import io.pagestream.schemas.Block;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.ClaimCheck;
import io.pagestream.schemas.DeadLetter;
import io.pagestream.schemas.DocumentStatus;
import io.pagestream.schemas.DoubtfulSpan;
import io.pagestream.schemas.Evidence;
import io.pagestream.schemas.FinishReason;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.QaResult;
import io.pagestream.schemas.Reason;
import io.pagestream.schemas.Stage;
import io.pagestream.schemas.TextOrigin;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;

/** A folder of documents that are drawn here, so that every box is known, and the results that a perfect reader would write. */
final class MadeResults {

    /** Runs if anything in a record is taken as markup: then {@code window.broken} is there. */
    static final String HOSTILE =
            "<script>window.broken=1</script><img src=x onerror=\"window.broken=1\"><b onclick='window.broken=1'>\"'";

    static final List<String> LINES = List.of(
            "Invoice 2026-118",
            "Harbour Stationers Ltd",
            "12 Quay Street, Bristol",
            "Bill to: Alder & Finch Architects",
            "Drawing paper A1, 40 sheets 96.00",
            "Fineliners black, 12 pieces 31.20",
            "Cutting mats, 3 pieces 58.50",
            "Total due: 185.70 EUR",
            "Payable within 30 days");

    private static final int WIDTH = 900;
    private static final int HEIGHT = 1240;
    private static final int LEFT = 90;
    private static final int FIRST_BASE = 160;
    private static final int STEP = 110;

    private final Path documents;
    private final Path results;

    private MadeResults(Path documents, Path results) {
        this.documents = documents;
        this.results = results;
    }

    /** Documents and results below {@code folder}. */
    static MadeResults in(Path folder) throws IOException {
        MadeResults made = new MadeResults(
                Files.createDirectories(folder.resolve("documents")),
                Files.createDirectories(folder.resolve("results")));
        made.write();
        return made;
    }

    Path documents() {
        return documents;
    }

    Path results() {
        return results;
    }

    private void write() throws IOException {
        BufferedImage sheet = sheet();
        Path invoice = picture(sheet, "invoice.png");
        Path turned = picture(turned(sheet, 90, 2), "turned.png");
        Files.write(
                results.resolve("results.jsonl"),
                List.of(
                        JsonLines.of(result("invoice.png", invoice, page(0, WIDTH, HEIGHT))),
                        JsonLines.of(result("turned.png", turned, turnedPage())),
                        JsonLines.of(hostile())));
        Files.write(results.resolve("answers.jsonl"), List.of(JsonLines.of(answer())));
        Files.write(results.resolve("dead-letters.jsonl"), List.of(JsonLines.of(letter())));
    }

    /** One more document with the text {@code text}, as a line of results. */
    static String another(String id, String text) {
        PageText page = page(0, 0, 0);
        page.setText(text);
        page.setLines(List.of());
        page.setBlocks(List.of());
        page.setDoubtful(List.of());
        return JsonLines.of(result(id, "file:///nowhere/" + id, "", page));
    }

    private static BufferedImage sheet() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        graphics.setColor(Color.BLACK);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (int i = 0; i < LINES.size(); i++) {
            graphics.setFont(new Font(Font.SANS_SERIF, i == 0 ? Font.BOLD : Font.PLAIN, i == 0 ? 48 : 34));
            graphics.drawString(LINES.get(i), LEFT, FIRST_BASE + i * STEP);
        }
        graphics.dispose();
        return image;
    }

    /** As a scanner that was fed badly: what has to be turned by {@code degrees} and {@code skew} to stand upright. */
    private static BufferedImage turned(BufferedImage upright, int degrees, double skew) {
        int margin = 60;
        BufferedImage image = new BufferedImage(HEIGHT + margin, WIDTH + margin, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        AffineTransform place = AffineTransform.getTranslateInstance(image.getWidth() / 2.0, image.getHeight() / 2.0);
        place.rotate(-Math.toRadians(degrees + skew));
        place.translate(-WIDTH / 2.0, -HEIGHT / 2.0);
        graphics.drawImage(upright, place, null);
        graphics.dispose();
        return image;
    }

    private Path picture(BufferedImage image, String name) throws IOException {
        Path file = documents.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static PageText page(int index, int width, int height) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < LINES.size(); i++) {
            double base = FIRST_BASE + i * STEP;
            double sure = i == 5 ? 0.62 : i == 6 ? 0.41 : i == 2 ? 0.83 : 0.98;
            lines.add(new Line(LINES.get(i), new Box(LEFT - 6.0, base - 42, LEFT + 640.0, base + 14), sure));
        }
        String text = "# " + LINES.get(0) + "\n\n" + LINES.get(1) + "\\\n" + LINES.get(2) + "\n\n" + LINES.get(3)
                + "\n\n| item | amount |\n|---|---|\n| Drawing paper A1, 40 sheets | 96.00 |\n"
                + "| Fineliners black, 12 pieces | 31.20 |\n| Cutting mats, 3 pieces | 58.50 |\n\n**" + LINES.get(7)
                + "**\n\n" + LINES.get(8) + "\n";
        int doubtful = text.codePointCount(0, text.indexOf("58.50"));
        return PageText.newBuilder()
                .setDocumentId("")
                .setIndex(index)
                .setPosition(index)
                .setCount(1)
                .setSource(ClaimCheck.newBuilder().setUri("").build())
                .setWidth(width)
                .setHeight(height)
                .setText(text)
                .setLines(lines)
                .setBlocks(List.of(
                        new Block("heading", LINES.get(0), new Box(70.0, 100.0, 760.0, 190.0), 0.98),
                        new Block("table", "", new Box(70.0, 540.0, 780.0, 850.0), 0.7)))
                .setDoubtful(List.of(new DoubtfulSpan(doubtful, doubtful + 5, 0.41)))
                .setConfidence(0.86)
                .setFinishReason(FinishReason.STOP)
                .setOrigin(TextOrigin.MODEL)
                .setRouting("The page carries no text of its own, so the model read its picture.")
                .setRequests(1)
                .setTiles(7)
                .setTokens(212)
                .setMilliseconds(1840)
                .build();
    }

    /** All boxes are moved by what the page has grown when it was made level. */
    private static PageText turnedPage() {
        double angle = Math.toRadians(2);
        int across = WIDTH + 60;
        int down = HEIGHT + 60;
        int width = (int) Math.round(across * Math.cos(angle) + down * Math.sin(angle));
        int height = (int) Math.round(across * Math.sin(angle) + down * Math.cos(angle));
        PageText page = page(0, width, height);
        double right = (width - WIDTH) / 2.0;
        double lower = (height - HEIGHT) / 2.0;
        page.getLines().forEach(line -> line.setBox(moved(line.getBox(), right, lower)));
        page.getBlocks().forEach(block -> block.setBox(moved(block.getBox(), right, lower)));
        page.setTurned(90);
        page.setSkew(2);
        return page;
    }

    private static Box moved(Box box, double right, double down) {
        return new Box(box.getLeft() + right, box.getTop() + down, box.getRight() + right, box.getBottom() + down);
    }

    private static OcrResult hostile() {
        PageText page = page(0, 400, 300);
        page.setText(HOSTILE + "\n\n[link](javascript:window.broken=1) ![x](x onerror=window.broken=1)\n");
        page.setLines(List.of(new Line(HOSTILE, new Box(10.0, 10.0, 300.0, 40.0), 0.3)));
        page.setBlocks(List.of(new Block(HOSTILE, HOSTILE, new Box(5.0, 5.0, 310.0, 50.0), null)));
        page.setDoubtful(List.of(new DoubtfulSpan(0, 20, 0.2)));
        page.setRouting(HOSTILE);
        return result(HOSTILE, "file:///nowhere/" + "%3Cscript%3E.png", "0".repeat(64), page);
    }

    private static OcrResult result(String id, Path file, PageText page) throws IOException {
        return result(id, file.toUri().toString(), sha256(Files.readAllBytes(file)), page);
    }

    private static OcrResult result(String id, String uri, String sha256, PageText page) {
        ClaimCheck source =
                ClaimCheck.newBuilder().setUri(uri).setSha256(sha256).build();
        page.setDocumentId(id);
        page.setSource(source);
        return OcrResult.newBuilder()
                .setDocumentId(id)
                .setStatus(DocumentStatus.COMPLETE)
                .setSource(source)
                .setPageCount(1)
                .setPages(List.of(page))
                .setModel("a perfect reader")
                .build();
    }

    private static QaResult answer() {
        double base = FIRST_BASE + 7.0 * STEP;
        return QaResult.newBuilder()
                .setDocumentId("invoice.png")
                .setPage(0)
                .setQuestionId("q1")
                .setQuestion("What is the total?")
                .setAnswer("185.70 EUR")
                .setConfidence(0.95)
                .setFinishReason(FinishReason.STOP)
                .setEvidence(List.of(Evidence.newBuilder()
                        .setPage(0)
                        .setBox(new Box(LEFT + 160.0, base - 38, LEFT + 380.0, base + 12))
                        .setText("185.70 EUR")
                        .build()))
                .build();
    }

    private static DeadLetter letter() {
        return DeadLetter.newBuilder()
                .setStage(Stage.FETCH)
                .setReason(Reason.PASSWORD_NEEDED)
                .setDetail("the document is encrypted; send its password with the request " + HOSTILE)
                .setDocumentId("contract.pdf")
                .build();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
