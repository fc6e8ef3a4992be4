package io.sluice.io.read.compare;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The program of a worker process. It is given file URIs on standard input, one in a line, and answers each on standard
 * output with {@link ReplyLine}, in their order. The line {@link #END} ends it, and so does the end of its input without
 * that line, at once and in the middle of a file: then whoever asked is gone.
 *
 * <p>One thread listens to the input, so that its end is noticed during long files; the main thread reads files.
 */
final class WorkerProcess {

    static final String END = "end";

    /** More than the parent has under way in one process, so that listening never waits. */
    private static final int QUEUE = 1024;

    /** Exit code when the input ended early. */
    private static final int ABANDONED = 3;

    private WorkerProcess() {}

    /**
     * Runs one worker process.
     *
     * @param arguments the directory, as a URI, outside of which it reads nothing, and the buffer size in bytes
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of(URI.create(arguments[0]));
        ByteBuffer buffer = ByteBuffer.allocateDirect(Integer.parseInt(arguments[1]));
        BlockingQueue<String> asked = new ArrayBlockingQueue<>(QUEUE);
        Thread listener = new Thread(() -> listen(asked), "sluice-compare-listener");
        listener.setDaemon(true);
        listener.start();
        ComparisonProgress progress = new ComparisonProgress();
        Writer replies = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
        try (Vfs vfs = LocalVfs.rootedAt(root)) {
            for (String uri = asked.take(); !uri.equals(END); uri = asked.take()) {
                Path path = Path.of(URI.create(uri));
                String reply = ReplyLine.of(ThreadsWay.readOne(vfs, path, buffer, progress, () -> false));
                replies.write(ReplyLine.MARK + reply + "\n");
                if (asked.isEmpty()) {
                    replies.flush();
                }
            }
        }
        replies.write(ReplyLine.MARK + peakResidentBytes() + "\n");
        replies.flush();
    }

    private static void listen(BlockingQueue<String> asked) {
        try {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                asked.put(line);
                if (line.equals(END)) {
                    return;
                }
            }
        } catch (IOException e) {
            // As good as its end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ABANDONED);
    }

    /** As Linux counts it; 0 elsewhere. */
    private static long peakResidentBytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmHWM:")) {
                    return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Not Linux, or one that does not say.
        }
        return 0;
    }
}
