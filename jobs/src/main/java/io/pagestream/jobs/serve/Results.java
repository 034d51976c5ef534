package io.pagestream.jobs.serve;

import io.javalin.http.Context;
import io.pagestream.formats.Format;
import io.pagestream.formats.FormatFile;
import io.pagestream.formats.UnwritableException;
import io.pagestream.schemas.OcrResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of a document, in the format that the client asks for. Any thread. */
final class Results {

    private static final Map<Format, String> TYPES = new EnumMap<>(Map.of(
            Format.JSON, "application/json",
            Format.MARKDOWN, "text/markdown; charset=utf-8",
            Format.TEXT, "text/plain; charset=utf-8",
            Format.HTML, "text/html; charset=utf-8",
            Format.HOCR, "text/vnd.hocr+html; charset=utf-8",
            Format.ALTO, "application/xml",
            Format.PDF, "application/pdf",
            Format.CSV, "text/csv; charset=utf-8",
            Format.CHUNKS, "application/x-ndjson"));

    private final Semaphore conversions = new Semaphore(ServeLimits.CONVERSIONS);

    /** Answers with the result. */
    void send(Context ctx, Kept document) throws Refused, IOException {
        Format format = format(ctx);
        if (!conversions.tryAcquire()) {
            throw new Refused(
                    429,
                    "TOO_MANY_REQUESTS",
                    ServeLimits.CONVERSIONS + " results are being written, and no more may be at the same time",
                    1);
        }
        try {
            OcrResult result = document.result().orElseThrow(() -> absent(document));
            FormatFile file = file(ctx, format, format.write(result, () -> content(document)));
            ctx.header("Vary", "Accept");
            ctx.header("Content-Disposition", "inline; filename=\"" + document.id() + "." + file.ending() + "\"");
            ctx.contentType(TYPES.get(format)).result(file.content());
        } catch (UnwritableException e) {
            throw new Refused(409, e.reason().name(), e.getMessage());
        } finally {
            conversions.release();
        }
    }

    private static byte[] content(Kept document) throws UnwritableException {
        try {
            return document.content();
        } catch (IOException e) {
            throw new UnwritableException(
                    UnwritableException.Reason.ORIGINAL_OUT_OF_REACH, "the document itself cannot be read", e);
        }
    }

    /** Tables are one file each; without a name the list of them. */
    private static FormatFile file(Context ctx, Format format, List<FormatFile> files) throws Refused {
        String name = ctx.queryParam("file");
        if (name == null) {
            return files.get(files.size() - 1);
        }
        return files.stream()
                .filter(file -> file.ending().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refused(
                        404,
                        "NOT_FOUND",
                        "there is no such file of the format " + format.title() + "; there are "
                                + files.stream()
                                        .map(FormatFile::ending)
                                        .limit(20)
                                        .collect(Collectors.joining(", "))));
    }

    private static Refused absent(Kept document) {
        End now = document.now();
        if (!now.state().isEnd()) {
            return new Refused(
                    409,
                    "NOT_ENDED",
                    "the document is " + now.state() + "; follow " + Door.address(document.id())
                            + "/events or ask again",
                    2);
        }
        return new Refused(
                409,
                "NO_RESULT",
                "no text came of it: its task is "
                        + document.accepted().wishes().task() + ", it has " + now.answers() + " answers and "
                        + now.letters() + " dead letters; see " + Door.address(document.id()));
    }

    private static Format format(Context ctx) throws Refused {
        String named = ctx.queryParam("format");
        if (named != null) {
            try {
                return Format.of(named);
            } catch (IllegalArgumentException e) {
                throw Refused.invalid(e.getMessage());
            }
        }
        String accept = ctx.header("Accept");
        return accept == null || accept.isBlank() ? Format.JSON : negotiated(accept);
    }

    /** The first of what the client likes best; its order counts only where it gives two the same weight. */
    private static Format negotiated(String accept) throws Refused {
        List<Liked> liked = new ArrayList<>();
        Arrays.stream(accept.split(",")).limit(32).forEach(each -> liked.add(Liked.of(each)));
        liked.sort((one, other) -> Double.compare(other.weight, one.weight));
        for (Liked each : liked) {
            if (each.weight > 0) {
                for (Format format : orderOfTaste()) {
                    if (each.takes(TYPES.get(format).split(";")[0])) {
                        return format;
                    }
                }
            }
        }
        throw new Refused(
                406,
                "NOT_ACCEPTABLE",
                "a result can be "
                        + Stream.of(Format.values()).map(TYPES::get).collect(Collectors.joining(", "))
                        + "; or name one with ?format=");
    }

    private static List<Format> orderOfTaste() {
        List<Format> formats = new ArrayList<>(List.of(Format.JSON));
        Stream.of(Format.values()).filter(each -> each != Format.JSON).forEach(formats::add);
        return formats;
    }

    /** A range of media types, and how much it is liked, 0 to 1. */
    private record Liked(String range, double weight) {

        static Liked of(String text) {
            String[] parts = text.split(";");
            double weight = 1;
            for (String part : parts) {
                String trimmed = part.strip().toLowerCase(Locale.ROOT);
                if (trimmed.matches("q=[01](\\.\\d{0,3})?")) {
                    weight = Double.parseDouble(trimmed.substring(2));
                }
            }
            return new Liked(parts[0].strip().toLowerCase(Locale.ROOT), weight);
        }

        boolean takes(String type) {
            return range.equals("*/*")
                    || range.equals(type)
                    || range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1));
        }
    }

    /** Answers with a JSON object of one list, whose elements are these; closes them. */
    static void list(Context ctx, String name, Stream<String> elements) throws IOException {
        ctx.contentType("application/json");
        try (var out = ctx.outputStream();
                elements) {
            out.write(("{\"" + name + "\":[").getBytes(StandardCharsets.UTF_8));
            String between = "";
            for (String element : (Iterable<String>) elements::iterator) {
                out.write((between + element).getBytes(StandardCharsets.UTF_8));
                between = ",";
            }
            out.write("]}".getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
