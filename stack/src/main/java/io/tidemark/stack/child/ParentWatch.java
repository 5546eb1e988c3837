package io.tidemark.stack.child;

import java.io.IOException;
import java.io.OutputStream;

/// Ends this JVM when its parent is gone, however the parent went.
///
/// The parent holds the other end of the standard input and never writes to it. The operating system closes it with
/// the parent, also after kill -9.
public final class ParentWatch {
    /// As if ended by SIGTERM: 128 + 15.
    private static final int EXIT_STATUS = 143;

    /// Time for an orderly end, which spares the next start a recovery; then the JVM halts whatever it waits for.
    private static final long GRACE_MS = 4_000;

    private ParentWatch() {}

    public static void start() {
        daemon("parent-watch", ParentWatch::exitWithParent);
    }

    private static void exitWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
            System.err.println("Ending: the parent process is gone.");
        } catch (IOException e) {
            System.err.println("Ending: the parent process cannot be watched: " + e);
        }
        daemon("halt-after-grace", ParentWatch::haltAfterGrace);
        System.exit(EXIT_STATUS);
    }

    private static void haltAfterGrace() {
        try {
            Thread.sleep(GRACE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_STATUS);
    }

    private static void daemon(String name, Runnable action) {
        Thread thread = new Thread(action, name);
        thread.setDaemon(true);
        thread.start();
    }
}
