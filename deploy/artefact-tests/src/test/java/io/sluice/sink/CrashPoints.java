package io.sluice.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Where a thread of a worker stands still until a test lets it go on, or ends the process. The two talk through files in a
 * directory: {@code POINT.worker.armed} is made by the test, and becomes {@code POINT.worker.reached} when the first thread
 * comes by, which stays until that is removed. Safe from any thread.
 */
final class CrashPoints {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final Path control;
    private final String worker;

    /** Of this process, which its launcher has told where the directory and its log are. */
    CrashPoints() {
        this.control = Path.of(System.getProperty("sluice.test.crash.points"));
        String log =
                Path.of(System.getProperty("sluice.node.log")).getFileName().toString();
        this.worker = log.substring(0, log.indexOf('.'));
    }

    boolean isArmed(CrashPoint point) {
        return Files.exists(file(point, "armed"));
    }

    void pass(CrashPoint point) throws IOException {
        if (!isArmed(point)) {
            return;
        }
        Path reached = file(point, "reached");
        try {
            Files.move(file(point, "armed"), reached, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException another) {
            // Another thread was faster.
            return;
        }
        try {
            while (Files.exists(reached)) {
                boolean unused = NEVER.await(20, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path file(CrashPoint point, String state) {
        return control.resolve(point + "." + worker + "." + state);
    }
}
