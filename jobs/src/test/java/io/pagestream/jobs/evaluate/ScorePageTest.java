package io.pagestream.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pagestream.jobs.command.NamedSources;
import io.pagestream.jobs.command.PagePictures;
import io.pagestream.jobs.evaluate.GroundTruth.Asked;
import io.pagestream.schemas.Box;
import io.pagestream.schemas.OcrResult;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScorePageTest {

    private static final String HOSTILE =
            "\"><script>alert(1)</script><img src=https://evil.example/x onerror=y>&'\u0000";

    @TempDir
    Path folder;

    private String page(Map<String, GroundTruth> known, OcrResult... results) {
        Judge judge = new Judge(known);
        for (OcrResult each : results) {
            judge.take(each);
        }
        try (PagePictures pictures = new PagePictures(new NamedSources(List.of(folder)))) {
            return ScorePage.of(HOSTILE, judge.scores(), pictures);
        }
    }

    @Test
    void texts_of_documents_run_nothing_and_load_nothing() {
        GroundTruth truth = new GroundTruth("t", HOSTILE, true, List.of(new Asked(HOSTILE, List.of(HOSTILE))));
        String html = page(Map.of(HOSTILE, truth), Made.document(HOSTILE, "other " + HOSTILE));

        Document parsed = Jsoup.parse(html);

        assertThat(parsed.select("script, iframe, object, link, base, form, [onerror], [href]"))
                .isEmpty();
        assertThat(parsed.select("[src]").eachAttr("src")).allMatch(src -> src.startsWith("data:image/png;base64,"));
        assertThat(parsed.selectFirst("meta[http-equiv=Content-Security-Policy]")
                        .attr("content"))
                .isEqualTo("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        assertThat(parsed.selectFirst("h1").text())
                .contains("<script>alert(1)</script>")
                .doesNotContain("\u0000");
        assertThat(parsed.select("#documents tr")).hasSize(2);
        assertThat(parsed.select("#questions td").eachText()).anyMatch(cell -> cell.contains("onerror=y"));
    }

    @Test
    void the_worst_line_stands_first_beside_its_print() throws Exception {
        BufferedImage print = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = print.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 40, 20);
        graphics.dispose();
        Path file = folder.resolve("p.png");
        ImageIO.write(print, "png", file.toFile());
        OcrResult result = Made.document("p.png", "good line\nbed lime");
        result.getSource().setUri(file.toUri().toString());
        result.getPages().forEach(page -> page.setWidth(40));
        Map<String, GroundTruth> known = new LinkedHashMap<>();
        known.put("p.png", new GroundTruth("p.gt.txt", "good line\nbad line", true, List.of()));

        Document parsed = Jsoup.parse(page(known, result));

        assertThat(parsed.select("figure.line")).hasSize(1);
        Element worst = parsed.selectFirst("figure.line");
        assertThat(worst.select("dd").eachText()).containsExactly("bad line", "bed lime");
        String data = worst.selectFirst("img").attr("src").replace("data:image/png;base64,", "");
        BufferedImage shown =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(data)));
        // The box is 1..30 by 2..12, with 3 pixels around it.
        assertThat(List.of(shown.getWidth(), shown.getHeight())).containsExactly(33, 15);
    }

    @Test
    void a_cut_never_leaves_the_page() {
        BufferedImage page = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);

        BufferedImage cut = LinePicture.cut(page, new Box(-5.0, 8.0, 500.0, 900.0), 10);

        assertThat(cut.getWidth()).isEqualTo(10);
        assertThat(cut.getHeight()).isBetween(1, 10);
    }
}
