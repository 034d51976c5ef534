package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.Deadline;
import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeException.Reason;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.MemoryBudget;
import io.pagestream.imaging.decode.RenderRule;
import io.pagestream.imaging.isolated.IsolatedCursor.Facts;
import io.pagestream.imaging.isolated.IsolatedCursor.SentDocument;
import io.pagestream.imaging.pixels.RgbImage;
import io.pagestream.imaging.text.TextLayer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * What parent and child say to each other, big-endian, one answer for each request.
 *
 * <pre>
 * request  HELLO  rule, limits                    answer  READY
 *          OPEN   id, password, bytes                     OPENED  pages, media type, renderer
 *          PAGE   id, index                               PIXELS  width, height, bytes; or FORGOTTEN
 *          TEXT   id, index                               LAYER   whether there is one, the layer; or FORGOTTEN
 * any answer may be  FAULT  reason, message
 * </pre>
 *
 * Texts and bytes come with their length. Every length is checked by the parent before it takes memory.
 */
final class Wire {

    static final int HELLO = 'H';
    static final int OPEN = 'O';
    static final int PAGE = 'P';
    static final int TEXT = 'T';

    static final int READY = 'r';
    static final int OPENED = 'o';
    static final int PIXELS = 'p';
    static final int LAYER = 't';
    static final int FORGOTTEN = 'f';
    static final int FAULT = '!';

    /** What goes through a pipe at once. Larger pieces are copied by the JVM into memory that it takes for each. */
    static final int CHUNK = 64 << 10;

    /** Documents that a child keeps open. */
    static final int OPEN_DOCUMENTS = 8;

    private static final int MOST_TEXT = 16 << 10;

    private Wire() {}

    static Void greet(DataOutputStream out, DataInputStream in, ProcessOptions options) throws IOException {
        out.writeByte(HELLO);
        write(out, options.rule());
        write(out, options.limits());
        out.flush();
        expect(READY, in);
        return null;
    }

    static Facts askToOpen(DataOutputStream out, DataInputStream in, SentDocument document) throws IOException {
        out.writeByte(OPEN);
        out.writeLong(document.id());
        writeText(out, document.password());
        out.writeInt(document.bytes().length);
        writeBytes(out, document.bytes());
        out.flush();
        expect(OPENED, in);
        int pages = in.readInt();
        if (pages < 1) {
            throw new IOException("a document of " + pages + " pages");
        }
        return new Facts(pages, readText(in), readText(in));
    }

    /** Empty when the document is not open there. */
    static Optional<RgbImage> askForPage(
            DataOutputStream out, DataInputStream in, SentDocument document, int index, Duration allowed)
            throws IOException {
        return askAbout(PAGE, out, in, document, index)
                ? Optional.of(readPixels(in, new Deadline(allowed)))
                : Optional.empty();
    }

    /** Empty when the document is not open there; in it empty when the page has no layer. */
    static Optional<Optional<TextLayer>> askForText(
            DataOutputStream out, DataInputStream in, SentDocument document, int index) throws IOException {
        if (!askAbout(TEXT, out, in, document, index)) {
            return Optional.empty();
        }
        boolean present = in.readBoolean();
        return Optional.of(present ? Optional.of(RecordWire.read(in, TextLayer.class)) : Optional.empty());
    }

    /** False when the document is not open there. */
    private static boolean askAbout(
            int what, DataOutputStream out, DataInputStream in, SentDocument document, int index) throws IOException {
        out.writeByte(what);
        out.writeLong(document.id());
        out.writeInt(index);
        out.flush();
        int kind = kind(in);
        if (kind == FORGOTTEN) {
            return false;
        }
        require(what == PAGE ? PIXELS : LAYER, kind);
        return true;
    }

    private static RgbImage readPixels(DataInputStream in, Deadline deadline) throws IOException {
        int width = in.readInt();
        int height = in.readInt();
        long bytes = 3L * width * height;
        if (width < 1 || height < 1 || bytes > Integer.MAX_VALUE - 8) {
            throw new IOException("a page of " + width + " x " + height + " pixels");
        }
        MemoryBudget.Share share =
                MemoryBudget.take(bytes, deadline, "a page of " + width + " x " + height + " pixels");
        try {
            byte[] pixels = new byte[(int) bytes];
            readBytes(in, pixels);
            return new RgbImage(width, height, pixels);
        } finally {
            share.close();
        }
    }

    private static void expect(int kind, DataInputStream in) throws IOException {
        require(kind, kind(in));
    }

    private static void require(int kind, int found) throws IOException {
        if (found != kind) {
            throw new IOException("need an answer '" + (char) kind + "', found " + found);
        }
    }

    /** @throws DecodeException when it is a fault */
    private static int kind(DataInputStream in) throws IOException {
        int kind = in.readByte();
        if (kind != FAULT) {
            return kind;
        }
        Reason[] reasons = Reason.values();
        int reason = in.readByte();
        if (reason < 0 || reason >= reasons.length) {
            throw new IOException("a fault of kind " + reason);
        }
        throw new DecodeException(reasons[reason], readText(in));
    }

    static void writeFault(DataOutputStream out, DecodeException fault) throws IOException {
        out.writeByte(FAULT);
        out.writeByte(fault.reason().ordinal());
        writeText(out, String.valueOf(fault.getMessage()));
    }

    static void writePixels(DataOutputStream out, RgbImage image) throws IOException {
        out.writeByte(PIXELS);
        out.writeInt(image.width());
        out.writeInt(image.height());
        writeBytes(out, image.pixels());
    }

    static void writeLayer(DataOutputStream out, Optional<TextLayer> layer) throws IOException {
        out.writeByte(LAYER);
        out.writeBoolean(layer.isPresent());
        if (layer.isPresent()) {
            RecordWire.write(out, layer.get());
        }
    }

    static void write(DataOutputStream out, RenderRule rule) throws IOException {
        out.writeInt(rule.dpi());
        out.writeInt(rule.maxSide());
        out.writeByte(rule.orientation().ordinal());
    }

    static RenderRule readRule(DataInputStream in) throws IOException {
        return new RenderRule(in.readInt(), in.readInt(), RenderRule.Orientation.values()[in.readByte()]);
    }

    static void write(DataOutputStream out, DecodeLimits limits) throws IOException {
        out.writeLong(limits.maxBytes());
        out.writeLong(limits.maxPixels());
        out.writeInt(limits.maxPages());
        out.writeLong(limits.toOpen().toNanos());
        out.writeLong(limits.perPage().toNanos());
    }

    static DecodeLimits readLimits(DataInputStream in) throws IOException {
        return new DecodeLimits(
                in.readLong(),
                in.readLong(),
                in.readInt(),
                Duration.ofNanos(in.readLong()),
                Duration.ofNanos(in.readLong()));
    }

    /** At most {@value #MOST_TEXT} bytes; the rest is cut off. */
    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MOST_TEXT);
        out.writeInt(length);
        out.write(bytes, 0, length);
    }

    static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_TEXT) {
            throw new IOException("a text of " + length + " bytes");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void writeBytes(OutputStream out, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += CHUNK) {
            out.write(bytes, at, Math.min(CHUNK, bytes.length - at));
        }
    }

    static void readBytes(DataInputStream in, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at += CHUNK) {
            in.readFully(bytes, at, Math.min(CHUNK, bytes.length - at));
        }
    }
}
