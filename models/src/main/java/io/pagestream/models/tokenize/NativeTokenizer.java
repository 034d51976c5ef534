package io.pagestream.models.tokenize;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import io.pagestream.models.cache.CacheFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Hugging Face tokenizers library, behind the Deep Java Library, with the manners that a guest in a JVM should have.
 *
 * <p>Left alone it would report its use to its makers, look for a build for this graphics card on the net, unpack its
 * native library into a folder of its own in the user's home, and look for its resources with the thread's class loader,
 * which inside Flink is the job's. All four are switched off here, before its first class is loaded; a value that the
 * user has set is left alone. The native library comes out of the jar.
 */
final class NativeTokenizer {

    /** Else it cuts the text at 512 tokens. */
    private static final Map<String, String> WHOLE_TEXT = Map.of("truncation", "false", "padding", "false");

    private final HuggingFaceTokenizer tokenizer;

    NativeTokenizer(JsonNode definition) {
        this.tokenizer = open(definition.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static synchronized HuggingFaceTokenizer open(byte[] definition) {
        set("OPT_OUT_TRACKING", "true");
        set("ai.djl.offline", "true");
        set("RUST_FLAVOR", "cpu");
        Path unpacked = CacheFolder.of("native");
        set("ENGINE_CACHE_DIR", unpacked.toString());
        set("jna.tmpdir", unpacked.toString());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(NativeTokenizer.class.getClassLoader());
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(definition), WHOLE_TEXT);
        } catch (EngineException e) {
            throw new IllegalStateException(
                    "the native tokenizer library cannot be loaded on this machine: " + e.getMessage()
                            + "; it is there for Linux, macOS and Windows on x86-64, and for ARM64",
                    e);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the tokenizer files do not fit together: " + e.getMessage() + "; fetch them again", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** With the tokens that the definition puts around every text. */
    int[] encode(String text) {
        return encode(text, true);
    }

    /** Without them. */
    int[] encodePlain(String text) {
        return encode(text, false);
    }

    private int[] encode(String text, boolean around) {
        long[] ids = tokenizer.encode(text, around, false).getIds();
        int[] tokens = new int[ids.length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = Math.toIntExact(ids[i]);
        }
        return tokens;
    }
}
