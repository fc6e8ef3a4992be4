package io.sluice.deploy.command.read;

import io.sluice.deploy.command.terminal.Terminal;
import io.sluice.io.read.compare.ComparisonProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Draws how far a comparison has come, again and again in one line, on a thread of its own until it is closed. */
final class ProgressBar implements AutoCloseable {
    private static final int EVERY_MILLIS = 100;
    private static final int WIDTH = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final ComparisonProgress progress;
    private final PrintWriter terminal;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::draw, "sluice-progress");

    private ProgressBar(ComparisonProgress progress, PrintWriter terminal) {
        this.progress = progress;
        this.terminal = terminal;
    }

    /** A bar that is drawn, or null where standard error is no terminal, or nothing tells whether it is. */
    static ProgressBar onTerminal(ComparisonProgress progress, PrintWriter err) {
        if (!Terminal.isStandardError()) {
            return null;
        }
        ProgressBar bar = new ProgressBar(progress, err);
        bar.thread.setDaemon(true);
        bar.thread.start();
        return bar;
    }

    private void draw() {
        try {
            do {
                terminal.print(CLEAR + line(progress));
                terminal.flush();
            } while (!end.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String line(ComparisonProgress progress) {
        ComparisonProgress.Stage stage = progress.stage();
        double share = stage.bytes() > 0
                ? (double) progress.bytes() / stage.bytes()
                : stage.files() > 0 ? (double) progress.files() / stage.files() : 0;
        int full = (int) (WIDTH * Math.max(0, Math.min(1, share)));
        return String.format(
                Locale.ROOT,
                "%-17s [%s%s] %3.0f %%  %d of %d files",
                stage.name(),
                "#".repeat(full),
                " ".repeat(WIDTH - full),
                100 * Math.min(1, share),
                progress.files(),
                stage.files());
    }

    @Override
    public void close() {
        end.countDown();
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The line must be gone before anything else is printed; the thread ends at once.
                interrupted = true;
            }
        }
        terminal.print(CLEAR);
        terminal.flush();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
