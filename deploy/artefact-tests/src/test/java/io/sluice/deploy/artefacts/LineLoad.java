package io.sluice.deploy.artefacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Numbered lines that go on being written to some log files, each of which is rotated now and then as logrotate does with
 * {@code delaycompress}: by a rename, after which a new file is begun, or with {@code copytruncate}, by a copy, after which the
 * file is cut; with the next rotation the older one is compressed, and then deleted. Writes on a thread of its own, {@code
 * line-load}.
 */
final class LineLoad implements AutoCloseable {

    static final int FILES = 4;

    /** The one that is copied and cut. */
    private static final int COPIED = 3;

    private static final int LINES_PER_BATCH = 20;
    private static final int BATCHES_PER_FILE = 60;
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(20);

    private final Path directory;
    private final AtomicInteger lines = new AtomicInteger();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "line-load"));
    private final ScheduledFuture<?> writing;

    // Of the thread.
    private final Path[] rotated = new Path[FILES];
    private int batches;

    private LineLoad(Path directory) {
        this.directory = directory;
        this.writing =
                thread.scheduleWithFixedDelay(this::writeOne, 0, BETWEEN_BATCHES.toMillis(), TimeUnit.MILLISECONDS);
    }

    static LineLoad into(Path directory) {
        return new LineLoad(directory);
    }

    /** The text of a line: of letters of one to four bytes, of several that make one character, of every length. */
    static String line(int number) {
        return number + " éü 漢字 \uD83C\uDF89\uD83D\uDC69\u200D\uD83D\uDE80 e\u0301 " + "x".repeat(number % 50);
    }

    /** The number of a line; -1 of what none is. */
    static int number(String line) {
        int space = line.indexOf(' ');
        try {
            int number = space < 1 ? -1 : Integer.parseInt(line.substring(0, space));
            return number >= 0 && line(number).equals(line) ? number : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Which of the log files a line is written to. */
    static int file(int number) {
        return number / LINES_PER_BATCH % FILES;
    }

    /** How many lines have been written so far. */
    int lines() {
        return lines.get();
    }

    /** Stops writing. Returns how many lines there are. */
    int end() throws InterruptedException, IOException {
        writing.cancel(false);
        thread.shutdown();
        if (!thread.awaitTermination(30, TimeUnit.SECONDS)) {
            throw new IOException("the load does not end");
        }
        try {
            writing.get();
        } catch (CancellationException e) {
            return lines.get();
        } catch (ExecutionException e) {
            throw new IOException("the load could not be written", e.getCause());
        }
        throw new IOException("the load has ended by itself");
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void writeOne() {
        int first = lines.get();
        int log = file(first);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES_PER_BATCH; i++) {
            text.append(line(first + i)).append('\n');
        }
        Path file = directory.resolve("app" + log + ".log");
        try {
            append(file, text.toString().getBytes(StandardCharsets.UTF_8));
            lines.addAndGet(LINES_PER_BATCH);
            batches++;
            // Not all of them at once.
            if ((batches + log * BATCHES_PER_FILE) % (FILES * BATCHES_PER_FILE) < FILES && batches > BATCHES_PER_FILE) {
                rotate(log, file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to " + file + " failed", e);
        }
    }

    /** In two parts, so that a reader may find half a line, and half a letter. */
    private static void append(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            int half = bytes.length / 2;
            out.write(bytes, 0, half);
            out.write(bytes, half, bytes.length - half);
        }
    }

    private void rotate(int log, Path file) throws IOException {
        Path before = rotated[log];
        rotated[log] = file.resolveSibling(file.getFileName() + "." + batches);
        if (log == COPIED) {
            Files.copy(file, rotated[log]);
            Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        } else {
            Files.move(file, rotated[log], StandardCopyOption.ATOMIC_MOVE);
        }
        if (before != null) {
            compress(before);
        }
    }

    private static void compress(Path file) throws IOException {
        try (InputStream plain = Files.newInputStream(file);
                OutputStream gzip =
                        new GZIPOutputStream(Files.newOutputStream(file.resolveSibling(file.getFileName() + ".gz")))) {
            plain.transferTo(gzip);
        }
        Files.delete(file);
    }
}
