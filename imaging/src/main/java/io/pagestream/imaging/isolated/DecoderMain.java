package io.pagestream.imaging.isolated;

import io.pagestream.imaging.decode.DecodeException;
import io.pagestream.imaging.decode.DecodeLimits;
import io.pagestream.imaging.decode.DocumentDecoder;
import io.pagestream.imaging.decode.PageCursor;
import io.pagestream.imaging.decode.RenderRule;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.LogManager;

/**
 * The program of a child: answers what {@link Wire} describes. One thread reads requests, so that it sees at once when the
 * parent is gone; another decodes and answers.
 */
final class DecoderMain {

    private static final int EXIT_DONE = 0;
    private static final int EXIT_BROKEN = 70;

    private final DataInputStream requests;
    private final DataOutputStream answers;
    private final Opener opener;
    private final Map<Long, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private RenderRule rule;
    private DecodeLimits limits;

    DecoderMain(DataInputStream requests, DataOutputStream answers, Opener opener) {
        this.requests = requests;
        this.answers = answers;
        this.opener = opener;
    }

    /** Opens documents: in tests also such as no format has. */
    @FunctionalInterface
    interface Opener {
        PageCursor open(byte[] bytes, String password, RenderRule rule, DecodeLimits limits) throws DecodeException;
    }

    private record Open(PageCursor cursor, long bytes) {}

    /** A request that was read whole. */
    private interface Request {
        void answer() throws IOException;
    }

    public static void main(String[] args) {
        serve(DocumentDecoder::open);
    }

    /** Does not return: the process ends with its input. */
    static void serve(Opener opener) {
        // Answers only: whatever a library prints goes elsewhere, and what it logs nowhere.
        FileOutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        LogManager.getLogManager().reset();
        new DecoderMain(
                        new DataInputStream(
                                new BufferedInputStream(new FileInputStream(FileDescriptor.in), Wire.CHUNK)),
                        new DataOutputStream(new BufferedOutputStream(answers, Wire.CHUNK)),
                        opener)
                .readRequests();
    }

    private void readRequests() {
        try {
            while (true) {
                Request request = read();
                worker.execute(() -> answer(request));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(EXIT_DONE);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void answer(Request request) {
        try {
            try {
                request.answer();
            } catch (DecodeException fault) {
                Wire.writeFault(answers, fault);
            }
            answers.flush();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Anything unforeseen: the parent finds out and starts another. */
    private static void fail(Throwable cause) {
        System.err.println(cause);
        Runtime.getRuntime().halt(EXIT_BROKEN);
    }

    private Request read() throws IOException {
        int kind = requests.readByte();
        return switch (kind) {
            case Wire.HELLO -> readHello();
            case Wire.OPEN -> readOpen();
            case Wire.PAGE -> readAbout((document, index) -> Wire.writePixels(answers, document.page(index)));
            case Wire.TEXT -> readAbout((document, index) -> Wire.writeLayer(answers, document.textLayer(index)));
            default -> throw new IOException("a request of kind " + kind);
        };
    }

    private Request readHello() throws IOException {
        rule = Wire.readRule(requests);
        limits = Wire.readLimits(requests);
        return () -> answers.writeByte(Wire.READY);
    }

    private Request readOpen() throws IOException {
        long id = requests.readLong();
        String password = Wire.readText(requests);
        int length = requests.readInt();
        byte[] bytes = new byte[length];
        Wire.readBytes(requests, bytes);
        return () -> {
            makeRoomFor(length);
            PageCursor cursor = opener.open(bytes, password, rule, limits);
            open.put(id, new Open(cursor, bytes.length));
            answers.writeByte(Wire.OPENED);
            answers.writeInt(cursor.pageCount());
            Wire.writeText(answers, cursor.mediaType());
            Wire.writeText(answers, cursor.renderer());
        };
    }

    /** What is answered about a page. */
    private interface PageAnswer {
        void write(PageCursor document, int index) throws IOException;
    }

    private Request readAbout(PageAnswer answer) throws IOException {
        long id = requests.readLong();
        int index = requests.readInt();
        return () -> {
            Open document = open.get(id);
            if (document == null) {
                answers.writeByte(Wire.FORGOTTEN);
            } else {
                answer.write(document.cursor, index);
            }
        };
    }

    /** The documents that were not used for longest go first; a quarter of the heap is theirs. */
    private void makeRoomFor(int length) {
        long most = Runtime.getRuntime().maxMemory() / 4;
        long bytes = open.values().stream().mapToLong(Open::bytes).sum();
        var eldest = open.values().iterator();
        while (eldest.hasNext() && (open.size() >= Wire.OPEN_DOCUMENTS || bytes + length > most)) {
            Open old = eldest.next();
            eldest.remove();
            bytes -= old.bytes;
            old.cursor.close();
        }
    }
}
