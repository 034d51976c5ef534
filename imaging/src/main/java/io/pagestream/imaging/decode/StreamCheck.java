package io.pagestream.imaging.decode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * Looks at every stream that a page of a PDF can reach before PDFBox unpacks it, because PDFBox unpacks without a limit.
 *
 * <p>Sizes of images are taken from the dictionary and from the header of the codec, whichever is larger; the unpacked size
 * of a stream is computed from its filters' best case, and counted only when that could be too much. One object serves
 * a whole document and looks at each stream once.
 */
final class StreamCheck {

    private static final COSName TYPE_PAGE = COSName.PAGE;

    private final DecodeLimits limits;
    private final Unpacking unpacking;

    /** What each stream that was seen takes; none is looked at again. */
    private final Map<COSBase, Need> seen = new IdentityHashMap<>();

    StreamCheck(DecodeLimits limits) {
        this.limits = limits;
        // A stream is held whole, beside what is made of it; the limit of a file alone would not keep a small heap
        // safe.
        this.unpacking = new Unpacking(Math.min(limits.maxBytes(), MemoryBudget.total() / 2));
    }

    /**
     * Returns what the largest image of the page takes when it is decoded.
     *
     * @throws Refused when something on the page is larger than allowed
     */
    Need check(PDPage page, Deadline deadline) throws IOException {
        Deque<COSBase> open = new ArrayDeque<>();
        push(open, page.getCOSObject().getDictionaryObject(COSName.CONTENTS));
        if (page.getResources() != null) {
            push(open, page.getResources().getCOSObject());
        }
        pushAppearances(open, page);
        Map<COSBase, Boolean> visited = new IdentityHashMap<>();
        Need largest = Need.NOTHING;
        while (!open.isEmpty()) {
            deadline.check();
            COSBase object = open.pop();
            if (visited.put(object, true) != null) {
                continue;
            }
            if (object instanceof COSStream stream) {
                largest = largest.orLarger(need(stream));
            }
            pushChildren(open, object);
        }
        return largest;
    }

    /** As for a stream, for an image that lies within the content itself. */
    void checkInline(COSDictionary image, byte[] data) throws IOException {
        need(
                image,
                image.getDictionaryObject(COSName.F, COSName.FILTER),
                data.length,
                () -> new ByteArrayInputStream(data));
    }

    void checkPixels(int width, int height) {
        PixelLimit.check(width, height, limits, "an image on the page");
    }

    private static void pushAppearances(Deque<COSBase> open, PDPage page) {
        if (page.getCOSObject().getDictionaryObject(COSName.ANNOTS) instanceof COSArray annotations) {
            for (int i = 0; i < annotations.size(); i++) {
                if (annotations.getObject(i) instanceof COSDictionary annotation) {
                    push(open, annotation.getDictionaryObject(COSName.AP));
                }
            }
        }
    }

    private static void pushChildren(Deque<COSBase> open, COSBase object) {
        if (object instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                push(open, array.get(i));
            }
        } else if (object instanceof COSDictionary dictionary
                && !TYPE_PAGE.equals(dictionary.getDictionaryObject(COSName.TYPE))) {
            for (COSBase value : dictionary.getValues()) {
                push(open, value);
            }
        }
    }

    private static void push(Deque<COSBase> open, COSBase value) {
        COSBase object = value instanceof COSObject reference ? reference.getObject() : value;
        if (object instanceof COSDictionary || object instanceof COSArray) {
            open.push(object);
        }
    }

    private Need need(COSStream stream) throws IOException {
        Need known = seen.get(stream);
        if (known == null) {
            known = need(stream, stream.getFilters(), stream.getLength(), stream::createRawInputStream);
            seen.put(stream, known);
        }
        return known;
    }

    private Need need(COSDictionary dictionary, COSBase filters, long length, Unpacking.Source raw) throws IOException {
        Unpacking.Unpacked unpacked = unpacking.check(dictionary, filters, length, raw);
        int width = dictionary.getInt(COSName.WIDTH, COSName.W, 0);
        int height = dictionary.getInt(COSName.HEIGHT, COSName.H, 0);
        boolean image = COSName.IMAGE.equals(dictionary.getDictionaryObject(COSName.SUBTYPE))
                || !unpacked.codec().isEmpty();
        // Asked of any stream with an image codec: a page's text may claim to be packed by one.
        long codec = ImageCodec.memory(unpacked, dictionary, limits);
        if (!image || width <= 0 || height <= 0) {
            return new Need(codec, 0);
        }
        long pixels = PixelLimit.check(width, height, limits, "an image on the page");
        return isBitonal(dictionary, unpacked)
                ? new Need(pixels / 8 + codec, pixels * Need.BYTES_PER_GREY_PIXEL)
                : new Need(pixels * 3 + codec, pixels * Need.BYTES_PER_COLOR_PIXEL);
    }

    private static boolean isBitonal(COSDictionary image, Unpacking.Unpacked unpacked) {
        return image.getInt(COSName.BITS_PER_COMPONENT, COSName.BPC, 8) == 1
                || image.getBoolean(COSName.IMAGE_MASK, COSName.IM, false)
                || unpacked.codec().startsWith("CCF")
                || unpacked.codec().startsWith("CCITT")
                || unpacked.codec().startsWith("JBIG2");
    }

    /**
     * Bytes that decoding an image takes.
     *
     * @param samples as they were stored, and what the codec holds
     * @param pixels as they are drawn; fewer when only some of them are taken
     */
    record Need(long samples, long pixels) {

        static final Need NOTHING = new Need(0, 0);
        static final int BYTES_PER_COLOR_PIXEL = 4 + 3;
        static final int BYTES_PER_GREY_PIXEL = 1 + 3;

        long whole() {
            return samples + pixels;
        }

        /** Every second pixel of every second row. */
        long thinned() {
            return samples + pixels / 4;
        }

        Need orLarger(Need other) {
            return other.whole() > whole() ? other : this;
        }
    }
}
