package io.sluice.deploy.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What an error message quotes of a log file: its last lines, and before them the first line that tells of an error,
 * since a broker that fails logs a page of shutting down after it. Looks at most at the last 256 KiB.
 *
 * @param error the first error with a few lines after it; empty if there is none, or if it is among the last lines
 * @param tail the last lines; empty if there is no such file, and a sentence if it cannot be read
 */
record LogExcerpt(List<String> error, List<String> tail) {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int ERROR_LINES = 12;

    LogExcerpt {
        error = List.copyOf(error);
        tail = List.copyOf(tail);
    }

    /** Reads the part of the log after the given position, or all of a log that is shorter: it has been rotated. */
    static LogExcerpt of(Path file, long start, int tailLines) {
        if (!Files.exists(file)) {
            return new LogExcerpt(List.of(), List.of());
        }
        try {
            List<String> lines = lines(file, start);
            int tailStart = Math.max(0, lines.size() - tailLines);
            int error = IntStream.range(0, tailStart)
                    .filter(index -> isError(lines.get(index)))
                    .findFirst()
                    .orElse(tailStart);
            return new LogExcerpt(
                    lines.subList(error, Math.min(tailStart, error + ERROR_LINES)),
                    lines.subList(tailStart, lines.size()));
        } catch (IOException e) {
            return new LogExcerpt(List.of(), List.of("(this log cannot be read: " + e + ")"));
        }
    }

    private static boolean isError(String line) {
        return line.contains(" ERROR ") || line.contains(" FATAL ") || line.startsWith("Exception in thread");
    }

    boolean mentions(String text) {
        return error.stream().anyMatch(line -> line.contains(text))
                || tail.stream().anyMatch(line -> line.contains(text));
    }

    /** Appends the quotation; nothing if there is nothing to quote. */
    void appendTo(StringBuilder message, Path file) {
        if (!error.isEmpty()) {
            message.append("\nThe first error in ").append(file).append(':');
            error.forEach(line -> message.append("\n  ").append(line));
        }
        if (!tail.isEmpty()) {
            message.append("\nThe end of ").append(file).append(':');
            tail.forEach(line -> message.append("\n  ").append(line));
        }
    }

    private static List<String> lines(Path file, long start) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            long from = start > size ? 0 : start;
            channel.position(Math.max(from, size - MOST_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // A read may be short; only the end of the file or a full buffer ends the loop.
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
