package io.pagestream.gpu.driver;

import io.pagestream.compute.DeviceException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.nvrtc.JNvrtc;

/**
 * Loads NVIDIA's libraries and JCuda's bindings to them, once for each process. NVIDIA's are looked for in the folders of
 * the system property {@value #FOLDERS}, of {@code LD_LIBRARY_PATH}, in {@code $CUDA_HOME/lib64} and {@code
 * /usr/local/cuda/lib64}, then wherever the system's linker looks.
 */
public final class CudaLibraries {

    /*
     * Notes. JCuda takes its own native libraries from java.library.path, else it unpacks them into the folder for
     * temporary files, and there it loads what already lies under the expected name without looking at it: on a shared
     * machine that is somebody else's code. So they are unpacked here, into a folder of this user, compared with what the
     * jar holds, and JCuda is led there by changing java.io.tmpdir for the moment of loading.
     *
     * A library that is loaded by its path is found under its name by those that need it; java.library.path is not
     * consulted for that. So NVIDIA's libraries are loaded first, those that others need before the others.
     */

    /** Names the folders of libcublas.so.12 and libnvrtc.so.12. */
    public static final String FOLDERS = "pagestream.cuda.libraries";

    private static final List<String> NVIDIA =
            List.of("libnvrtc-builtins.so.12.*", "libnvrtc.so.12", "libcublasLt.so.12", "libcublas.so.12");
    private static final List<String> BINDINGS = List.of("JCudaDriver", "JCudaRuntime", "JNvrtc", "JCublas2");
    private static final String BINDING_FILE = "lib%s-12.6.0-linux-x86_64.so";
    private static final Pattern MISSING = Pattern.compile("(lib[^\\s:/]+): cannot open shared object file");
    private static final String HOW =
            "; the CUDA 12 runtime has it (packages cuda-libraries-12-x, or images nvidia/cuda:12.x-runtime); "
                    + "name its folder with -D" + FOLDERS + "=FOLDER or LD_LIBRARY_PATH";

    private static String failure;
    private static boolean loaded;

    private CudaLibraries() {}

    /** @throws DeviceException when one is missing: says which, and where to get it */
    static synchronized void load(String device) {
        if (failure == null && !loaded) {
            try {
                loadAll();
                loaded = true;
            } catch (LinkageError | IOException e) {
                failure = explain(e);
            }
        }
        if (failure != null) {
            throw new DeviceException("cannot open '" + device + "': " + failure);
        }
    }

    private static void loadAll() throws IOException {
        for (String name : NVIDIA) {
            find(name).ifPresent(path -> System.load(path.toString()));
        }
        String temporary = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", unpack().toString());
        try {
            JCudaDriver.setExceptionsEnabled(false);
            JNvrtc.setExceptionsEnabled(false);
            JCublas2.setExceptionsEnabled(false);
        } finally {
            System.setProperty("java.io.tmpdir", temporary);
        }
    }

    private static Optional<Path> find(String name) throws IOException {
        for (String folder : folders()) {
            if (Files.isDirectory(Path.of(folder))) {
                try (DirectoryStream<Path> matches = Files.newDirectoryStream(Path.of(folder), name)) {
                    for (Path match : matches) {
                        return Optional.of(match.toAbsolutePath());
                    }
                }
            }
        }
        return Optional.empty();
    }

    static Set<String> folders() {
        List<String> folders = new ArrayList<>();
        folders.addAll(split(System.getProperty(FOLDERS)));
        folders.addAll(split(System.getenv("LD_LIBRARY_PATH")));
        String home = System.getenv("CUDA_HOME");
        folders.add(home == null ? "/usr/local/cuda/lib64" : home + "/lib64");
        return new LinkedHashSet<>(folders);
    }

    private static List<String> split(String path) {
        return path == null
                ? List.of()
                : Arrays.stream(path.split(File.pathSeparator))
                        .filter(part -> !part.isBlank())
                        .toList();
    }

    /** The folder with JCuda's native libraries, equal to those of its jars. */
    private static Path unpack() throws IOException {
        Path folder = PrivateFolder.open();
        for (String binding : BINDINGS) {
            String file = String.format(BINDING_FILE, binding);
            try (InputStream in = JCudaDriver.class.getResourceAsStream("/lib/" + file)) {
                if (in == null) {
                    throw new IOException("JCuda's native library " + file + " is not on the class path; add "
                            + "org.jcuda:jcuda-natives and org.jcuda:jcublas-natives 12.6.0 for linux-x86_64, which a "
                            + "build with -Dcuda does");
                }
                byte[] wanted = in.readAllBytes();
                Path path = folder.resolve(file);
                if (!Files.isRegularFile(path) || !Arrays.equals(Files.readAllBytes(path), wanted)) {
                    CheckedFiles.replace(path, wanted);
                }
            }
        }
        return folder;
    }

    private static String explain(Throwable e) {
        String message = String.valueOf(e.getMessage());
        Matcher missing = MISSING.matcher(message);
        if (!missing.find()) {
            // JCuda nests two stack traces into one message; the last error in it is the one of the file that was
            // found.
            return e instanceof IOException
                    ? message
                    : "JCuda's native library does not load: "
                            + message.lines()
                                    .filter(line -> line.startsWith("java.lang.UnsatisfiedLinkError: "))
                                    .reduce((first, last) -> last)
                                    .orElse(String.valueOf(e));
        }
        String library = missing.group(1);
        return library.startsWith("libcuda.so")
                ? "there is no NVIDIA driver here (" + library + " is missing); install one, or use the device 'cpu'"
                : library + " is missing; looked in " + String.join(", ", folders()) + HOW;
    }
}
