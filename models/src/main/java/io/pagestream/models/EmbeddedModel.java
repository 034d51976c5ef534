package io.pagestream.models;

import io.pagestream.models.cache.CacheFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The model that lies in the jar under {@code /embedded}, and its copy on disk. The copy's folder carries a checksum of
 * its content, so that another version makes another folder, and appears all at once, so that two processes may start
 * together.
 */
final class EmbeddedModel {

    private static final String FOLDER = "/embedded/";
    private static final String LIST = "files.txt";

    private EmbeddedModel() {}

    static Path unpack() {
        try {
            Map<String, byte[]> files = files();
            Path models = CacheFolder.of("models");
            Path folder = models.resolve("embedded-" + checksum(files));
            if (!isWhole(folder, files)) {
                publish(files, models, folder);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the model in the jar could not be copied to disk", e);
        }
    }

    private static Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name :
                new String(resource(LIST), StandardCharsets.UTF_8).strip().split("\\R")) {
            files.put(name, resource(name));
        }
        return files;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = EmbeddedModel.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IOException("the jar has no " + FOLDER + name);
            }
            return in.readAllBytes();
        }
    }

    private static String checksum(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update((name + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static boolean isWhole(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path copy = folder.resolve(file.getKey());
            if (!Files.isRegularFile(copy) || Files.size(copy) != file.getValue().length) {
                return false;
            }
        }
        return true;
    }

    private static void publish(Map<String, byte[]> files, Path models, Path folder) throws IOException {
        if (Files.isDirectory(folder) && !isWhole(folder, files)) {
            CacheFolder.remove(folder);
        }
        Path unfinished = Files.createTempDirectory(models, "unfinished-");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(unfinished.resolve(file.getKey()), file.getValue());
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster: its copy is as good.
            if (!isWhole(folder, files)) {
                throw e;
            }
        } finally {
            if (Files.isDirectory(unfinished)) {
                CacheFolder.remove(unfinished);
            }
        }
    }
}
