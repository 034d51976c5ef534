package io.pagestream.formats;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.xml.transform.TransformerException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.graphics.color.PDOutputIntent;
import org.apache.xmpbox.XMPMetadata;
import org.apache.xmpbox.type.BadFieldValueException;
import org.apache.xmpbox.xml.XmpSerializer;

/** What makes a PDF that consists of pictures and embedded fonts a PDF/A-2b (ISO 19005-2): metadata and the meaning of its colours. */
final class PdfArchive {

    private static final int PART = 2;
    private static final String CONFORMANCE = "B";
    private static final String SRGB = "sRGB IEC61966-2.1";

    private PdfArchive() {}

    /** Says so in {@code document}; that it is so is its maker's business. */
    static void claim(PDDocument document, String title) throws IOException {
        PDMetadata metadata = new PDMetadata(document);
        metadata.importXMPMetadata(xmp(title));
        document.getDocumentCatalog().setMetadata(metadata);
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
        PDOutputIntent intent = new PDOutputIntent(document, new ByteArrayInputStream(profile));
        intent.setInfo(SRGB);
        intent.setOutputCondition(SRGB);
        intent.setOutputConditionIdentifier(SRGB);
        intent.setRegistryName("http://www.color.org");
        document.getDocumentCatalog().addOutputIntent(intent);
    }

    private static byte[] xmp(String title) throws IOException {
        try {
            XMPMetadata xmp = XMPMetadata.createXMPMetadata();
            xmp.createAndAddDublinCoreSchema().setTitle(title);
            xmp.createAndAddXMPBasicSchema().setCreatorTool("Pagestream");
            var identification = xmp.createAndAddPDFAIdentificationSchema();
            identification.setPart(PART);
            identification.setConformance(CONFORMANCE);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            new XmpSerializer().serialize(xmp, out, true);
            return out.toByteArray();
        } catch (BadFieldValueException | TransformerException e) {
            throw new IOException("the metadata cannot be written: " + e.getMessage(), e);
        }
    }
}
