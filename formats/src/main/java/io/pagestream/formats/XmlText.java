package io.pagestream.formats;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** XML that is written element by element; characters that XML 1.0 does not have become U+FFFD. Used by one thread. */
final class XmlText {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final XMLStreamWriter xml;

    private XmlText(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** What is written between the start of a document and its end. */
    interface Content {
        void to(XmlText xml) throws XMLStreamException;
    }

    /** @param prolog behind the XML declaration, for example a document type; may be empty */
    static String document(String prolog, Content content) {
        StringWriter out = new StringWriter();
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(out);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeCharacters("\n");
            if (!prolog.isEmpty()) {
                writer.writeDTD(prolog);
                writer.writeCharacters("\n");
            }
            content.to(new XmlText(writer));
            writer.writeEndDocument();
            writer.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string cannot fail to be written to", e);
        }
        return out.append('\n').toString();
    }

    /** An element with its attributes, name and value in turn; an attribute whose value is null is left out. */
    XmlText open(String name, Object... attributes) throws XMLStreamException {
        line();
        xml.writeStartElement(name);
        attributes(attributes);
        return this;
    }

    XmlText close() throws XMLStreamException {
        xml.writeEndElement();
        return this;
    }

    XmlText empty(String name, Object... attributes) throws XMLStreamException {
        line();
        xml.writeEmptyElement(name);
        attributes(attributes);
        return this;
    }

    XmlText text(String text) throws XMLStreamException {
        xml.writeCharacters(SafeText.xml(text));
        return this;
    }

    XmlText element(String name, String text, Object... attributes) throws XMLStreamException {
        return open(name, attributes).text(text).close();
    }

    private void line() throws XMLStreamException {
        xml.writeCharacters("\n");
    }

    private void attributes(Object... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                xml.writeAttribute((String) attributes[i], SafeText.xml(attributes[i + 1].toString()));
            }
        }
    }
}
