package io.sluice.deploy.command.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A directory on a file system of its own, in memory, which can be made to be full: a {@code tmpfs} whose size is set to what is
 * used. That takes the right to mount; without it the directory is an ordinary one that never fills. A shell beside this process
 * unmounts it when this process ends, however it ends. Calls from one thread at a time.
 */
final class SmallDisk implements AutoCloseable {
    private static final int SECONDS = 20;
    private static final int TRIES = 10;
    private static final long SLACK_BYTES = 32 << 10;
    private static final String MOUNTED = "mounted";

    private final Path directory;
    private final long bytes;
    private final Process guard;
    private final String whyNot;

    private SmallDisk(Path directory, long bytes, Process guard, String whyNot) {
        this.directory = directory;
        this.bytes = bytes;
        this.guard = guard;
        this.whyNot = whyNot;
    }

    /** Mounts it over the directory if this process may. */
    static SmallDisk over(Path directory, long bytes) throws IOException {
        Process guard = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' INT HUP TERM; mount -t tmpfs -o size=\"$2\",mode=0755 sluice-chaos \"$1\" 2>&1 || exit 1;"
                                + " echo " + MOUNTED + "; read line; umount -l \"$1\"",
                        "sluice-disk",
                        directory.toString(),
                        Long.toString(bytes))
                .redirectErrorStream(true)
                .start();
        // Not closed: the guard ends when its input does, and a closed output would end it early.
        BufferedReader said = new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (MOUNTED.equals(line)) {
            return new SmallDisk(directory, bytes, guard, "");
        }
        guard.destroyForcibly();
        return new SmallDisk(directory, bytes, null, line == null ? "mount says nothing" : line);
    }

    /** Why it cannot be filled; empty if it can. */
    Optional<String> whyNot() {
        return whyNot.isEmpty() ? Optional.empty() : Optional.of(whyNot);
    }

    /** Makes it full: nothing, or next to nothing, can be written to it any more. */
    void fill() throws IOException, InterruptedException {
        String said = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            FileStore store = Files.getFileStore(directory);
            long used = store.getTotalSpace() - store.getUnallocatedSpace();
            // Someone may be writing: less than what is used then is refused.
            said = resize(used + attempt * SLACK_BYTES);
            if (said.isEmpty()) {
                return;
            }
        }
        throw new IOException("The file system at " + directory + " cannot be made smaller: " + said);
    }

    /** Gives it the room back that it had. */
    void free() throws IOException, InterruptedException {
        String said = resize(bytes);
        if (!said.isEmpty()) {
            throw new IOException("The file system at " + directory + " cannot be made larger again: " + said);
        }
    }

    private String resize(long to) throws IOException, InterruptedException {
        Process mount = new ProcessBuilder("mount", "-o", "remount,size=" + to, directory.toString())
                .redirectErrorStream(true)
                .start();
        try {
            mount.getOutputStream().close();
            String said = new String(mount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!mount.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("mount does not end");
            }
            return mount.exitValue() == 0 ? "" : said.isEmpty() ? "mount fails" : said.strip();
        } finally {
            mount.destroyForcibly();
        }
    }

    /** Copies everything to another directory, as it is gone after {@link #close}. */
    void copyTo(Path other) throws IOException, InterruptedException {
        Process copy = new ProcessBuilder("cp", "-a", directory + "/.", other.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!copy.waitFor(10, TimeUnit.MINUTES) || copy.exitValue() != 0) {
                throw new IOException("Copying " + directory + " to " + other + " failed");
            }
        } finally {
            copy.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        if (guard == null) {
            return;
        }
        guard.getOutputStream().close();
        try {
            if (!guard.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(directory + " could not be unmounted within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            // The guard goes on by itself.
            Thread.currentThread().interrupt();
        }
    }
}
