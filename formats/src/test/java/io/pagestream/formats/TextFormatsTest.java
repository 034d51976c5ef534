package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pagestream.schemas.Line;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.parser.Parser;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each format is read by a program that is not ours. */
class TextFormatsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OcrResult all = Pages.all();

    @Test
    void markdown_is_read_by_a_parser_of_markdown() {
        List<Integer> levels = new ArrayList<>();

        Parser.builder().build().parse(Markdown.of(all)).accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                levels.add(heading.getLevel());
            }
        });

        assertThat(levels).containsExactly(1);
    }

    @Test
    void plain_text_has_pages_between_form_feeds_and_no_markup() {
        String[] pages = PlainText.of(all).split("\f");

        assertThat(pages).hasSize(6);
        assertThat(pages[0])
                .contains("Bill of May", "שלום עולם, 漢字 😀", "3. three", "5. five", "[1]: Smith", "<script>")
                .doesNotContain("*of*", "# ");
        assertThat(pages[3]).isEqualTo("[Page 4 could not be read: CORRUPT.]\n");
        assertThat(pages[4]).isEqualTo("and so\n[Page 5 was cut off at the token limit.]\n");
        assertThat(pages[5]).contains("no answer for page 6 of 6");
    }

    @Test
    void html_shows_everything_and_runs_nothing() {
        Document html = Jsoup.parse(Html.of(all));

        assertThat(html.select("script, img, iframe, object, link, [onclick], [src]"))
                .isEmpty();
        assertThat(html.select("a")).allMatch(link -> link.attr("href").isEmpty());
        assertThat(html.text()).contains("<script>alert(1)</script>", "a picture", "[1]: Smith", "Łódź");
        assertThat(html.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                .startsWith("default-src 'none'");
        assertThat(html.title()).isEqualTo("bill <&\"'> 漢");
        assertThat(html.select("section.page")).hasSize(5);
        assertThat(html.select("#page-4.failed").text()).isEqualTo("Page 4 could not be read: CORRUPT.");
        assertThat(html.select("section.missing").text()).contains("page 6 of 6");
        assertThat(html.select("#page-1 table td").eachText())
                .containsExactly("=cmd()|x", "-12.50", "tea, \"green\"", "@SUM(1)");
        assertThat(html.select("ol").eachAttr("start")).containsExactly("3", "5");
    }

    @ParameterizedTest
    @CsvSource({
        "'[x](javascript:alert(1))'", "'[x](JaVaScRiPt:alert(1))'", "'<a href=\"javascript:1\">x</a>'",
                "'[x](data:text/html;base64,AA)'",
        "'[x](&#106;avascript:1)'", "'![x](javascript:1)'", "'<img src=x onerror=alert(1)>'", "'<javascript:alert(1)>'",
        "'\"><script>1</script>'", "'`<script>`'", "'| <script> |\n|---|\n| <img src=x> |'",
                "'[x]: javascript:1\n\n[x]'"
    })
    void no_text_of_a_page_becomes_script(String text) {
        Document html = Jsoup.parse(Html.of(Records.document(text, Records.page(0, text))));

        assertThat(html.body().select("script, img, style, iframe")).isEmpty();
        assertThat(html.select("a[href]")).allMatch(link -> link.attr("href").isEmpty());
    }

    @Test
    void json_and_html_that_a_task_asked_for_are_shown_as_they_are() {
        PageText page = Records.page(0, "{\"total\": \"*12*\"}");
        page.setPromptVersion("fields/internvl/123456789012");
        OcrResult result = Records.document("d", page);

        assertThat(PlainText.of(result)).isEqualTo("{\"total\": \"*12*\"}\n");
        assertThat(Jsoup.parse(Html.of(result)).select("pre code").text()).isEqualTo("{\"total\": \"*12*\"}");
        assertThat(TableCsv.of(result)).hasSize(1);
    }

    @Test
    void hocr_has_pages_lines_boxes_and_confidences() {
        Document hocr = Jsoup.parse(Hocr.of(all), "", org.jsoup.parser.Parser.xmlParser());

        assertThat(hocr.select(".ocr_page")).hasSize(5);
        Element first = hocr.selectFirst("#page_1");
        assertThat(first.attr("title")).isEqualTo("image \"file:/in/d\"; bbox 0 0 400 600; ppageno 0");
        assertThat(first.select(".ocr_line").eachText())
                .containsExactly("Bill of May", "Dear Ms Łódź, 漢字 😀:", "nobody knows where");
        assertThat(first.select(".ocr_line").eachAttr("title"))
                .containsExactly("bbox 50 40 350 60; x_wconf 98", "bbox 50 100 350 120; x_wconf 50");
        assertThat(first.select(".ocr_carea").eachAttr("title"))
                .containsExactly("bbox 40 30 360 70", "bbox 50 100 350 120");
        assertThat(hocr.selectFirst("#page_2 .ocr_par").attr("title")).isEqualTo("bbox 10 20 200 40");
        assertThat(hocr.selectFirst("#page_2 .ocr_line").text()).isEqualTo("Second page");
        assertThat(hocr.selectFirst("#page_3 .ocr_par").attr("title"))
                .as("the whole page")
                .isEqualTo("bbox 0 0 20 30");
        assertThat(hocr.select("#page_4 .ocr_line")).isEmpty();
        assertThat(hocr.select(".pagestream_note").eachText()).hasSize(3).anyMatch(note -> note.contains("CORRUPT"));
        assertThat(hocr.select("meta[name=ocr-system]").attr("content")).startsWith("pagestream");
    }

    @Test
    void csv_holds_the_tables_and_no_formula() throws Exception {
        List<FormatFile> files = TableCsv.of(all);

        assertThat(files).extracting(FormatFile::ending).containsExactly("p1.t1.csv", "tables.csv");
        assertThat(csv(files.get(0)))
                .containsExactly(
                        List.of("item", "price"),
                        List.of("'=cmd()|x", "-12.50"),
                        List.of("tea, \"green\"", "'@SUM(1)"));
        assertThat(csv(files.get(1)))
                .contains(
                        List.of("1", "1", "3", "2", "p1.t1.csv", ""),
                        List.of("4", "", "", "", "", "Page 4 could not be read: CORRUPT."))
                .hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "-12.50,-12.50",
        "+3 %,+3 %",
        "-€ 5,-€ 5",
        "-1+cmd|x,'''-1+cmd|x'",
        "=1,'''=1'",
        "@x,'''@x'",
        "a=1,a=1",
        "+49 30 12,+49 30 12",
        "'',''"
    })
    void a_cell_is_made_harmless_unless_it_is_a_number(String cell, String written) {
        assertThat(TableCsv.harmless(cell)).isEqualTo(written);
    }

    @Test
    void chunks_cover_the_text_and_say_where_it_stands() throws Exception {
        PageText page = all.getPages().get(0);
        List<JsonNode> chunks = chunks(all);

        assertThat(chunks.get(0).get("headings").get(0).asText()).isEqualTo("Bill of May");
        assertThat(chunks.get(0).get("pages").get(0).get("boxes").toString())
                .startsWith("[{\"left\":50.0,\"top\":40.0,\"right\":350.0,\"bottom\":60.0}");
        assertThat(chunks).anyMatch(chunk -> chunk.path("failure").asText().equals("CORRUPT"));
        assertThat(chunks).anyMatch(chunk -> chunk.path("failure").asText().equals("MISSING"));
        requireOffsets(all, chunks);
        assertThat(page.getText()).isEqualTo(Pages.MARKDOWN);
    }

    @Test
    void a_long_text_is_cut_at_headings_and_limits_and_nothing_is_lost() throws Exception {
        String paragraph = "A sentence of many words 😀 that goes on. ".repeat(30) + "\n\n";
        String text =
                "intro\n\n# One\n\n" + paragraph.repeat(3) + "## Two\n\n" + "x".repeat(5000) + "\n\n# Three\n\nend";
        OcrResult result = Records.document("d", Records.page(0, text), Records.page(1, "goes on"));

        List<JsonNode> chunks = chunks(result);

        requireOffsets(result, chunks);
        assertThat(chunks)
                .allMatch(chunk -> chunk.get("text").asText().codePoints().count() <= Chunks.LONGEST);
        assertThat(chunks)
                .extracting(chunk -> chunk.get("headings").toString())
                .contains("[]", "[\"One\"]", "[\"One\",\"Two\"]", "[\"Three\"]");
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.get("pages")).hasSize(2);
        assertThat(last.get("text").asText()).isEqualTo("# Three\n\nend\n\ngoes on");
    }

    @ParameterizedTest
    @EnumSource(value = Format.class, mode = EnumSource.Mode.EXCLUDE, names = "PDF")
    void any_code_points_pass_without_an_error(Format format) throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            PageText page = Pages.random(0, seed);
            OcrResult result = Records.document(page.getText(), page);
            result.setModel(page.getText());

            List<FormatFile> files = format.write(result, Original.none());

            assertThat(files).isNotEmpty();
            for (FormatFile file : files) {
                String text = new String(file.content(), StandardCharsets.UTF_8);
                assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(file.content());
            }
        }
    }

    @Test
    void lines_of_any_code_points_stand_in_hocr_as_they_were() {
        for (int seed = 0; seed < 100; seed++) {
            PageText page = Pages.random(0, seed);

            Document hocr = Jsoup.parse(Hocr.of(Records.document("d", page)), "", org.jsoup.parser.Parser.xmlParser());

            assertThat(hocr.select(".ocr_line").stream().map(Element::wholeText).toList())
                    .isEqualTo(page.getLines().stream()
                            .map(Line::getText)
                            .map(SafeText::oneLine)
                            .toList());
        }
    }

    @Test
    void letters_of_any_script_survive_the_markup() throws Exception {
        for (int seed = 0; seed < 100; seed++) {
            String letters = Letters.of(Pages.random(0, seed).getText()).letters();
            OcrResult result = Records.document("d", Records.page(0, "# " + letters + "\n\n**" + letters + "**"));

            assertThat(Letters.of(PlainText.of(result)).letters()).isEqualTo(letters + letters);
            assertThat(Letters.of(Jsoup.parse(Html.of(result)).select("section").text())
                            .letters())
                    .isEqualTo(letters + letters);
            requireOffsets(result, chunks(result));
        }
    }

    @Test
    void nesting_without_end_is_text() {
        String deep = ">".repeat(20_000) + " x " + "**a ".repeat(5_000) + "[".repeat(5_000);

        for (String text : List.of(deep, "- ".repeat(20_000) + "x", "*a **b ".repeat(5_000))) {
            assertThat(Html.of(Records.document("d", Records.page(0, text)))).endsWith("</html>\n");
            assertThat(PlainText.of(Records.document("d", Records.page(0, text))))
                    .isNotBlank();
        }
    }

    /** Every piece is what stands there, and every character but white space is in one piece. */
    private static void requireOffsets(OcrResult result, List<JsonNode> chunks) {
        StringBuilder covered = new StringBuilder();
        for (JsonNode chunk : chunks) {
            if (chunk.has("failure")) {
                continue;
            }
            List<String> pieces = new ArrayList<>();
            for (JsonNode place : chunk.get("pages")) {
                String text = SafeText.wellFormed(
                        result.getPages().get(place.get("page").asInt()).getText());
                int from = text.offsetByCodePoints(0, place.get("start").asInt());
                int to = text.offsetByCodePoints(0, place.get("end").asInt());
                pieces.add(text.substring(from, to));
            }
            assertThat(chunk.get("text").asText()).isEqualTo(String.join("\n\n", pieces));
            pieces.forEach(covered::append);
        }
        String all = result.getPages().stream()
                .map(PageText::getText)
                .map(SafeText::wellFormed)
                .reduce("", String::concat);
        assertThat(covered.toString().replaceAll("\\s+", "")).isEqualTo(all.replaceAll("\\s+", ""));
    }

    private static List<JsonNode> chunks(OcrResult result) throws Exception {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : Chunks.of(result).split("\n")) {
            chunks.add(JSON.readTree(line));
        }
        return chunks;
    }

    private static List<List<String>> csv(FormatFile file) throws Exception {
        var parser = CSVFormat.RFC4180.parse(new StringReader(new String(file.content(), StandardCharsets.UTF_8)));
        return parser.getRecords().stream().map(CSVRecord::toList).toList();
    }
}
