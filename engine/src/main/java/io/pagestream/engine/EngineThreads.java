package io.pagestream.engine;

import java.security.AccessController;
import java.security.PrivilegedAction;

/** Makes the engine's threads: daemons that hold nothing of whoever happened to ask for an engine first. */
final class EngineThreads {

    private EngineThreads() {}

    /*
     * Notes. An engine outlives the job that leased it first. A new thread takes over its creator's context class loader,
     * its inheritable thread locals and, less visibly, the protection domains of everything on its creator's stack; with
     * each of them the class loader of a finished job would stay in memory. The first two are set here; a privileged
     * action cuts off the third, and nothing else in the Java 17 platform does.
     */
    @SuppressWarnings("removal")
    static Thread daemon(String name, Runnable work) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            Thread thread = new Thread(null, work, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
            return thread;
        });
    }
}
