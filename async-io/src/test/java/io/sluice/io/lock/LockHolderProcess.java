package io.sluice.io.lock;

import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A holder of a lock in a Java process of its own. The test's side starts it and sends it one command a line; {@link #main}
 * is the other side, obeys, and answers each with a line.
 */
final class LockHolderProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final BufferedReader answers;

    private LockHolderProcess(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static LockHolderProcess start(Path lockFile) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolderProcess.class.getName(),
                        lockFile.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new LockHolderProcess(process);
    }

    /** Sends a command and returns its answer. */
    String ask(String command) throws IOException {
        send(command);
        return answer();
    }

    void send(String command) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).write(command + "\n");
        process.outputWriter(StandardCharsets.UTF_8).flush();
    }

    String answer() {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return answers.readLine();
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        Path lockFile = Path.of(arguments[0]);
        ExecutorService io = Executors.newSingleThreadExecutor(task -> new Thread(task, "lock-holder-io"));
        try (Vfs vfs = LocalVfs.rootedAt(lockFile.getParent());
                LevelLock lock = new LevelLocks(vfs, io).open(lockFile);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                System.out.println(obey(vfs, lock, words));
            }
        } finally {
            io.shutdownNow();
        }
    }

    private static String obey(Vfs vfs, LevelLock lock, String[] words) {
        try {
            switch (words[0]) {
                case "try" -> {
                    return String.valueOf(lock.tryLock(LockLevel.valueOf(words[1])));
                }
                case "lock" -> lock.lock(LockLevel.valueOf(words[1]), PATIENCE).join();
                case "down" -> lock.downgrade(LockLevel.valueOf(words[1]));
                case "reserved" -> {
                    return String.valueOf(lock.isReservedElsewhere());
                }
                case "count" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        LevelLock unused =
                                lock.lock(LockLevel.EXCLUSIVE, PATIENCE).join();
                        countUp(vfs, Path.of(words[2]));
                        lock.downgrade(LockLevel.NONE);
                    }
                }
                default -> throw new IllegalArgumentException(words[0]);
            }
            return lock.level().toString();
        } catch (IOException failure) {
            return failure.getClass().getSimpleName();
        } catch (CompletionException failure) {
            return failure.getCause().getClass().getSimpleName();
        }
    }

    /** Reads a number and writes it back one higher: two that do it at once lose a count. */
    static void countUp(Vfs vfs, Path path) throws IOException {
        try (VfsFile file = vfs.open(path, OpenMode.EDIT)) {
            ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
            int unused = file.read(number, 0);
            number.putLong(0, number.getLong(0) + 1).clear();
            int written = file.write(number, 0);
            if (written != Long.BYTES) {
                throw new IOException(path + ": wrote " + written + " bytes of 8 at offset 0");
            }
        }
    }
}
