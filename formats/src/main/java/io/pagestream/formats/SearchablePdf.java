package io.pagestream.formats;

import io.pagestream.formats.UnwritableException.Reason;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.schemas.OcrResult;
import io.pagestream.schemas.PageText;
import io.pagestream.schemas.TextOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;

/**
 * The document itself, with its text laid over the pages, invisible.
 *
 * <p>Of a PDF every page stays as it is, and all else too: what the document says about itself, PDF/A for example, is
 * neither added nor taken away. A page whose text was taken from its own text layer gets none a second time. A picture
 * becomes a PDF/A-2b, a page for each of its pages; a JPEG stays the JPEG that it is. Pages that failed or are missing are
 * named in the property {@code PagestreamNotes} of the document's information.
 *
 * <p>Refused: a PDF that is encrypted, signed or broken, and what cannot be decoded at all.
 */
final class SearchablePdf {

    private static final COSName NOTES = COSName.getPDFName("PagestreamNotes");

    private SearchablePdf() {}

    static byte[] of(OcrResult result, Original original) throws UnwritableException {
        byte[] bytes = original.bytes();
        try (PageCursor cursor = DocumentDecoder.open(bytes, RenderRule.DEFAULT, DecodeLimits.DEFAULT)) {
            boolean pdf = cursor.mediaType().equals("application/pdf");
            return pdf ? ofPdf(result, bytes) : ofPictures(result, bytes, cursor);
        } catch (DecodeException e) {
            boolean locked = e.reason() == DecodeException.Reason.PASSWORD_NEEDED;
            throw new UnwritableException(locked ? Reason.ENCRYPTED : Reason.BROKEN, e.getMessage(), e);
        } catch (InvalidPasswordException e) {
            throw new UnwritableException(Reason.ENCRYPTED, "the PDF is encrypted; decrypt it first", e);
        } catch (IOException | RuntimeException e) {
            // PDFBox throws what it stumbles over; the document stays readable in the other formats.
            throw new UnwritableException(Reason.BROKEN, "the document cannot be written as a PDF: " + e, e);
        }
    }

    private static byte[] ofPdf(OcrResult result, byte[] bytes) throws IOException, UnwritableException {
        try (PDDocument document = Loader.loadPDF(bytes, "", null, null, IOUtils.createMemoryOnlyStreamCache())) {
            requireOpen(document);
            InvisibleText text = new InvisibleText(document);
            int pages = document.getNumberOfPages();
            for (PageText page : result.getPages()) {
                if (page.getIndex() >= pages) {
                    throw new UnwritableException(
                            Reason.BROKEN,
                            "the result has a page " + (page.getIndex() + 1) + ", the PDF has " + pages + " pages");
                }
                if (page.getOrigin() != TextOrigin.TEXT_LAYER) {
                    text.add(page, document.getPage(page.getIndex()));
                }
            }
            return finished(document, text, result);
        }
    }

    private static void requireOpen(PDDocument document) throws UnwritableException {
        if (document.isEncrypted()) {
            throw new UnwritableException(
                    Reason.ENCRYPTED,
                    "the PDF is encrypted, and its text would be open to everybody; decrypt it first");
        }
        if (!document.getSignatureDictionaries().isEmpty()) {
            throw new UnwritableException(
                    Reason.SIGNED, "the PDF is signed, and a change would break the signature; take another format");
        }
    }

    private static byte[] ofPictures(OcrResult result, byte[] bytes, PageCursor cursor)
            throws IOException, UnwritableException {
        try (PDDocument document = new PDDocument(IOUtils.createMemoryOnlyStreamCache())) {
            PicturePages pictures = new PicturePages(document, bytes, cursor);
            InvisibleText text = new InvisibleText(document);
            for (int index = 0; index < cursor.pageCount(); index++) {
                int wanted = index;
                PageText page = result.getPages().stream()
                        .filter(each -> each.getIndex() == wanted)
                        .findFirst()
                        .orElse(null);
                PDPage sheet = pictures.add(index, page);
                if (page != null) {
                    text.add(page, sheet);
                }
            }
            PdfArchive.claim(document, SafeText.oneLine(result.getDocumentId()));
            return finished(document, text, result);
        }
    }

    private static byte[] finished(PDDocument document, InvisibleText text, OcrResult result) throws IOException {
        text.finish();
        List<String> notes = PageState.notes(result);
        if (!notes.isEmpty()) {
            document.getDocumentInformation().getCOSObject().setString(NOTES, String.join(" ", notes));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Without object streams, which the first part of PDF/A does not know.
        document.save(out, CompressParameters.NO_COMPRESSION);
        return out.toByteArray();
    }
}
