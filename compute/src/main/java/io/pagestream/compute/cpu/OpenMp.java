package io.pagestream.compute.cpu;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.pagestream.compute.DeviceException;
import java.nio.file.Path;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The OpenMP runtime that oneDNN computes with: how many threads it may take, and own work on the same threads.
 *
 * <p>Own threads beside these would fight with them for the processors, since a thread of OpenMP keeps spinning for a
 * while when its work is done. That is why loops in Java run on them too.
 */
final class OpenMp {

    private static final String LIBRARY = "libgomp.so.1";

    private OpenMp() {}

    /** What each thread of a team calls. */
    interface Part extends Callback {
        void run(Pointer nothing);
    }

    static {
        // The very file that oneDNN was linked to: a second copy would have threads of its own.
        Path library = Path.of(Loader.load(dnnl.class)).resolveSibling(LIBRARY);
        try {
            Native.register(OpenMp.class, NativeLibrary.getInstance(library.toString()));
        } catch (UnsatisfiedLinkError e) {
            throw new DeviceException("the OpenMP runtime of oneDNN is not at " + library, e);
        }
    }

    /** Bounds the threads of what the calling thread starts. */
    static native void omp_set_num_threads(int threads);

    /** How many threads that is now. */
    static native int omp_get_max_threads();

    /** The number of the calling thread in its team, from 0. */
    static native int omp_get_thread_num();

    /** Calls {@code part} on {@code threads} threads, the calling one among them, and waits for all. */
    static native void GOMP_parallel(Part part, Pointer nothing, int threads, int flags);

    /** Lets the threads that call {@code part} stay known to the JVM, instead of being introduced at every call. */
    static void keepAttached(Part part) {
        Native.setCallbackThreadInitializer(part, new CallbackThreadInitializer(true, false, "pagestream-cpu"));
    }
}
