package io.pagestream.imaging.decode;

import io.pagestream.imaging.decode.DecodeException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.filter.FilterFactory;

/** How large a stream of a PDF becomes when its filters are undone, found out without holding the result. */
final class Unpacking {

    /** What can be read, as often as wanted, from the start. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * A stream after the filters that are no image codec.
     *
     * @param codec name of the image codec that is left; empty when there is none
     * @param codecAt its place among the filters
     * @param bytes what the codec would read
     */
    record Unpacked(String codec, int codecAt, Source bytes) {}

    private static final Set<String> CODECS =
            Set.of("DCTDecode", "DCT", "JPXDecode", "JBIG2Decode", "CCITTFaxDecode", "CCF");

    /** No filter of a well-formed stream can do better than so many bytes from one. */
    private static final int FLATE_RATIO = 1032;

    private static final int LZW_RATIO = 2731;
    private static final int RUN_LENGTH_RATIO = 64;

    /** Bytes between two filters, of which the first is as a rule a mere encoding in letters. */
    private static final long MOST_KEPT = 64L << 20;

    private final long limit;

    Unpacking(long limit) {
        this.limit = limit;
    }

    /** @throws Refused when the unpacked stream is larger than the limit */
    Unpacked check(COSDictionary dictionary, COSBase filters, long length, Source raw) throws IOException {
        List<String> names = names(filters);
        int codecAt = 0;
        while (codecAt < names.size() && !CODECS.contains(names.get(codecAt))) {
            codecAt++;
        }
        String codec = codecAt < names.size() ? names.get(codecAt) : "";
        List<String> packers = names.subList(0, codecAt);
        checkPredictors(dictionary, packers.size());
        if (codec.isEmpty()) {
            if (mostBytes(packers, length) > limit) {
                count(dictionary, packers, raw);
            }
            return new Unpacked(codec, codecAt, InputStream::nullInputStream);
        }
        if (packers.isEmpty()) {
            return new Unpacked(codec, codecAt, raw);
        }
        byte[] encoded = unpack(dictionary, packers, raw);
        return new Unpacked(codec, codecAt, () -> new ByteArrayInputStream(encoded));
    }

    private static List<String> names(COSBase filters) {
        List<String> names = new ArrayList<>();
        if (filters instanceof COSName name) {
            names.add(name.getName());
        } else if (filters instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getObject(i) instanceof COSName name) {
                    names.add(name.getName());
                }
            }
        }
        return names;
    }

    private static double mostBytes(List<String> packers, long length) {
        double most = length;
        for (String packer : packers) {
            most *= switch (packer) {
                case "FlateDecode", "Fl" -> FLATE_RATIO;
                case "LZWDecode", "LZW" -> LZW_RATIO;
                case "RunLengthDecode", "RL" -> RUN_LENGTH_RATIO;
                default -> 4;
            };
        }
        return most;
    }

    /** A predictor holds two of the rows that its parameters claim. */
    private void checkPredictors(COSDictionary dictionary, int packers) {
        for (int i = 0; i < packers; i++) {
            COSDictionary parameters = parameters(dictionary, i);
            double row = (double) parameters.getInt(COSName.COLUMNS, 1)
                    * parameters.getInt(COSName.COLORS, 1)
                    * parameters.getInt(COSName.BITS_PER_COMPONENT, 8)
                    / 8;
            if (row < 0 || row > limit / 4) {
                throw new Refused(Reason.TOO_LARGE, "a predictor with rows of " + (long) row + " bytes");
            }
        }
    }

    static COSDictionary parameters(COSDictionary dictionary, int index) {
        COSBase found = dictionary.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
        if (found instanceof COSArray array && index < array.size()) {
            found = array.getObject(index);
        }
        return found instanceof COSDictionary parameters ? parameters : new COSDictionary();
    }

    private void count(COSDictionary dictionary, List<String> packers, Source raw) throws IOException {
        if (packers.size() == 1 && packers.get(0).startsWith("Fl")) {
            countInflated(raw);
        } else {
            countUnpacked(dictionary, packers, raw);
        }
    }

    /** Without predictor and without keeping anything: the fast way for the filter that nearly all streams have. */
    private void countInflated(Source raw) throws IOException {
        Inflater inflater = new Inflater();
        byte[] packed = new byte[1 << 14];
        byte[] scratch = new byte[1 << 16];
        try (InputStream in = raw.open()) {
            long total = 0;
            for (int n = in.read(packed); n > 0; n = in.read(packed)) {
                inflater.setInput(packed, 0, n);
                for (int m = inflater.inflate(scratch); m > 0; m = inflater.inflate(scratch)) {
                    total += m;
                    requireWithin(total, limit);
                }
                if (inflater.finished() || inflater.needsDictionary()) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            // Damaged data end here for PDFBox too; what came before was within the limit.
            return;
        } finally {
            inflater.end();
        }
    }

    /** Counts what several filters give; only what lies between two of them is kept. */
    private void countUnpacked(COSDictionary dictionary, List<String> packers, Source raw) throws IOException {
        byte[] packed = unpack(dictionary, packers.subList(0, packers.size() - 1), raw);
        int last = packers.size() - 1;
        FilterFactory.INSTANCE
                .getFilter(packers.get(last))
                .decode(new ByteArrayInputStream(packed), new CountedBytes(), dictionary, last);
    }

    private byte[] unpack(COSDictionary dictionary, List<String> packers, Source raw) throws IOException {
        byte[] unpacked;
        try (InputStream in = raw.open()) {
            unpacked = in.readAllBytes();
        }
        for (int i = 0; i < packers.size(); i++) {
            KeptBytes out = new KeptBytes();
            FilterFactory.INSTANCE
                    .getFilter(packers.get(i))
                    .decode(new ByteArrayInputStream(unpacked), out, dictionary, i);
            unpacked = out.toByteArray();
        }
        return unpacked;
    }

    private static void requireWithin(long total, long limit) {
        if (total > limit) {
            throw new Refused(
                    Reason.TOO_LARGE,
                    "a stream of the document unpacks to more than " + limit
                            + " bytes; allowed is the limit for documents,"
                            + " and at most a quarter of this process's heap (-Xmx)");
        }
    }

    private final class CountedBytes extends OutputStream {

        private long count;

        @Override
        public void write(int value) {
            requireWithin(++count, limit);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            count += length;
            requireWithin(count, limit);
        }
    }

    private final class KeptBytes extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int value) {
            requireWithin(count + 1L, Math.min(limit, MOST_KEPT));
            super.write(value);
        }

        @Override
        public synchronized void write(byte[] from, int offset, int length) {
            requireWithin((long) count + length, Math.min(limit, MOST_KEPT));
            super.write(from, offset, length);
        }
    }
}
