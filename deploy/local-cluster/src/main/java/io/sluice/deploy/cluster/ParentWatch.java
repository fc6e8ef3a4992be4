package io.sluice.deploy.cluster;

import java.io.IOException;
import java.io.InputStream;

/**
 * Runs inside a child process, on the thread {@code parent-watch}: ends the process when the process that started it is
 * gone. The parent holds the other end of standard input and never writes to it, so end of file means that the parent
 * closed it or died, however it died. The end is a halt, not an exit: an orderly stop needs the other nodes, which end
 * at the same moment.
 */
final class ParentWatch {
    private static final int EXIT_CODE = 129;

    private ParentWatch() {}

    static void start(InputStream fromParent) {
        Thread watch = new Thread(() -> haltAtEnd(fromParent), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void haltAtEnd(InputStream fromParent) {
        try {
            while (fromParent.read() >= 0) {
                // The parent has nothing to say; only the end counts.
            }
        } catch (IOException e) {
            System.err.println("reading from the parent process failed, taken as its end: " + e);
        }
        System.err.println("the parent process is gone: halting");
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
