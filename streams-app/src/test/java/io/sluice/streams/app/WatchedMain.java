package io.sluice.streams.app;

import java.io.IOException;

/** The application's main, in a process that ends when its standard input does: with the test that started it. */
final class WatchedMain {
    private WatchedMain() {}

    public static void main(String[] arguments) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever written.
                        }
                    } catch (IOException e) {
                        // As the end.
                    }
                    Runtime.getRuntime().halt(3);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
        StreamsMain.main(arguments);
    }
}
