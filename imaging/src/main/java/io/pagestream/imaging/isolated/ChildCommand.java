package io.pagestream.imaging.isolated;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How a child is started: the Java of this process, a class path that holds the decoders and nothing else, little memory.
 *
 * <p>The class path is found by asking one class of each library where it came from: so it is right whether the libraries lie
 * in Flink's {@code lib}, in the jar of a job or on the class path of a program.
 */
final class ChildCommand {

    /** One class of each library that decodes. */
    private static final List<String> ONE_OF_EACH = List.of(
            "io.pagestream.imaging.isolated.DecoderMain",
            "org.apache.pdfbox.pdmodel.PDDocument",
            "org.apache.pdfbox.io.RandomAccessRead",
            "org.apache.fontbox.ttf.TrueTypeFont",
            "org.apache.commons.logging.Log",
            "org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi",
            "com.twelvemonkeys.imageio.ImageReaderBase",
            "com.twelvemonkeys.imageio.metadata.Directory",
            "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi",
            "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi",
            "com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi",
            "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi",
            "com.twelvemonkeys.lang.StringUtil",
            "com.twelvemonkeys.io.FileUtil",
            "com.twelvemonkeys.image.ImageUtil");

    /** Of the parent's environment a child sees this much: it needs no credentials. */
    private static final Set<String> VARIABLES = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH");

    private static final String FONT_CACHE = "pdfbox.fontcache";

    private ChildCommand() {}

    static List<String> of(ProcessOptions options) {
        return of(options, DecoderMain.class.getName(), classPath());
    }

    static List<String> of(ProcessOptions options, String main, Set<Path> classPath) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.add("-Xmx" + options.heapBytes());
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=64m",
                // One that is out of memory is of no more use; it says so by its exit code.
                "-XX:+ExitOnOutOfMemoryError",
                // Standard output is for answers; nothing may be left in a folder, whatever becomes of the process.
                "-XX:+DisplayVMOutputToStderr",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+ErrorFileToStderr",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8"));
        if (System.getProperty(FONT_CACHE) != null) {
            command.add("-D" + FONT_CACHE + "=" + System.getProperty(FONT_CACHE));
        }
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                classPath.stream().map(Path::toString).toList()));
        command.add(main);
        return command;
    }

    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().retainAll(VARIABLES);
        return builder;
    }

    private static Path java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        if (!Files.isExecutable(java)) {
            throw new DecoderUnavailable(
                    "documents are to be decoded in processes of their own, and there is no " + java
                            + " to start them with; run on a whole Java, or set pagestream.decode.isolation to thread",
                    null);
        }
        return java;
    }

    static Set<Path> classPath() {
        Set<Path> places = new LinkedHashSet<>();
        ONE_OF_EACH.forEach(name -> places.add(place(name)));
        return places;
    }

    private static Path place(String name) {
        try {
            Class<?> one = Class.forName(name, false, ChildCommand.class.getClassLoader());
            CodeSource source = one.getProtectionDomain().getCodeSource();
            URL place = source == null ? null : source.getLocation();
            if (place == null || !place.getProtocol().equals("file")) {
                throw unknown(name, "it came from " + place + ", and a file or a folder is needed", null);
            }
            return Path.of(place.toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw unknown(name, e.toString(), e);
        }
    }

    private static DecoderUnavailable unknown(String name, String why, Exception cause) {
        return new DecoderUnavailable(
                "documents are to be decoded in processes of their own, and the library of " + name
                        + " cannot be handed to them: " + why + "; put the libraries of the decoder into Flink's lib"
                        + " as jars, or set pagestream.decode.isolation to thread",
                cause);
    }
}
