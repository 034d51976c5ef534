package io.pagestream.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pagestream.schemas.OcrResult;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.xml.sax.SAXException;

/**
 * {@code alto-used.xsd} is our own: what ALTO 4.4 says about the elements that are used here. The official schema is not part
 * of the project; how to validate against it stands in docs/formats.md.
 */
class AltoTest {

    private final OcrResult all = Pages.all();

    @Test
    void follows_what_alto_says_about_the_elements_that_are_used() throws Exception {
        Schema schema = schema(new StreamSource(AltoTest.class.getResourceAsStream("alto-used.xsd")));

        schema.newValidator().validate(source(Alto.of(all)));
        for (int seed = 0; seed < 100; seed++) {
            schema.newValidator().validate(source(Alto.of(Records.document("d", Pages.random(0, seed)))));
        }
    }

    @Test
    void the_schema_refuses_what_is_not_alto() throws Exception {
        Schema schema = schema(new StreamSource(AltoTest.class.getResourceAsStream("alto-used.xsd")));
        String wrong = Alto.of(all).replaceFirst("PHYSICAL_IMG_NR=\"1\"", "");

        assertThatThrownBy(() -> schema.newValidator().validate(source(wrong)))
                .isInstanceOf(SAXException.class)
                .hasMessageContaining("PHYSICAL_IMG_NR");
    }

    @Test
    void has_pages_blocks_lines_and_words_where_they_are() {
        Document alto = Jsoup.parse(Alto.of(all), "", Parser.xmlParser());

        assertThat(alto.select("Page")).hasSize(6);
        Element line = alto.selectFirst("Page#page_1 TextLine");
        assertThat(line.attr("HPOS") + " " + line.attr("VPOS") + " " + line.attr("WIDTH") + " " + line.attr("HEIGHT"))
                .isEqualTo("50.0 40.0 300.0 20.0");
        assertThat(line.select("String").eachAttr("CONTENT")).isEqualTo(List.of("Bill", "of", "May"));
        assertThat(line.select("String").eachAttr("WC")).containsOnly("0.980");
        assertThat(alto.selectFirst("Page#page_3 TextBlock").hasAttr("HPOS"))
                .as("not known")
                .isFalse();
        assertThat(alto.selectFirst("Page#page_4").attr("PAGECLASS")).isEqualTo("Page 4 could not be read: CORRUPT.");
        assertThat(alto.selectFirst("Page#missing_6").attr("PAGECLASS")).contains("no answer for page 6");
    }

    private static Schema schema(Source source) throws SAXException {
        return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(source);
    }

    private static Source source(String xml) {
        return new StreamSource(new StringReader(xml));
    }
}
