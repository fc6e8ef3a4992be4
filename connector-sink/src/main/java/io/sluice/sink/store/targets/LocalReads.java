package io.sluice.sink.store.targets;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.IoMetrics;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Resilience;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.Timing;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;

/**
 * What is only looked at in a file system, tried again with growing pauses where that can help. Safe from any thread; every
 * call runs on the calling thread.
 */
final class LocalReads {
    private final Vfs vfs;
    private final Resilience resilience;

    LocalReads(Vfs vfs, String name, RetrySettings retries) {
        this.vfs = vfs;
        Timing timing = Timing.of(vfs);
        this.resilience = new Resilience(name, retries, BreakerSettings.DEFAULT, timing, new IoMetrics(timing));
    }

    /** Changes nothing, so that it may be repeated. */
    private interface Look<T> {
        T at(Path path) throws IOException;
    }

    byte[] whole(Path path, int mostBytes) throws IOException {
        return repeating(Operation.READ, path, this::open, file -> {
            long bytes = file.size();
            if (bytes > mostBytes) {
                throw new FileSystemException(
                        path.toString(), null, "has " + bytes + " bytes, and no more than " + mostBytes + " are taken");
            }
            ByteBuffer content = ByteBuffer.allocate((int) bytes);
            while (content.hasRemaining()) {
                if (file.read(content, content.position()) < 0) {
                    throw new EOFException(
                            path + ": ended at byte " + content.position() + " of " + bytes + " while it was read");
                }
            }
            return content.array();
        });
    }

    /** What to do with a file that is open. */
    private interface Use<T> {
        T of(VfsFile file) throws IOException;
    }

    private <T> T repeating(Operation operation, Path path, Look<VfsFile> opening, Use<T> use) throws IOException {
        return repeating(operation, path, at -> {
            try (VfsFile file = opening.at(at)) {
                return use.of(file);
            }
        });
    }

    private VfsFile open(Path path) throws IOException {
        return vfs.open(path, OpenMode.READ);
    }

    /** Opens an object; the caller closes it. */
    StoredContent content(Path path, String name) throws IOException {
        return repeating(Operation.OPEN, path, at -> {
            VfsFile file = open(at);
            try {
                return new LocalContent(this, file, name, file.size());
            } catch (IOException | RuntimeException failure) {
                file.close();
                throw failure;
            }
        });
    }

    int read(VfsFile file, ByteBuffer target, long position) throws IOException {
        int start = target.position();
        return repeating(Operation.READ, file.path(), path -> file.read(target.position(start), position));
    }

    OptionalLong size(Path path) throws IOException {
        try {
            FileStat stat = repeating(Operation.STAT, path, vfs::statLink);
            return stat.isFile() ? OptionalLong.of(stat.bytes()) : OptionalLong.empty();
        } catch (NoSuchFileException missing) {
            return OptionalLong.empty();
        }
    }

    /** The names in a directory that come after {@code after}, sorted; empty if there is no such directory. */
    List<String> names(Path directory, String after) throws IOException {
        try {
            List<String> names = repeating(Operation.LIST, directory, path -> {
                List<String> found = new ArrayList<>();
                try (Vfs.Listing listing = vfs.list(path)) {
                    for (Path entry = listing.next(); entry != null; entry = listing.next()) {
                        String name = entry.getFileName().toString();
                        if (name.compareTo(after) > 0) {
                            found.add(name);
                        }
                    }
                }
                return found;
            });
            names.sort(null);
            return names;
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return List.of();
        }
    }

    private <T> T repeating(Operation operation, Path path, Look<T> look) throws IOException {
        Attempts attempts = resilience.attempts(operation, path);
        while (true) {
            Optional<BreakerOpenException> refusal = attempts.begin();
            if (refusal.isPresent()) {
                throw refusal.get();
            }
            Duration pause;
            try {
                T answer = look.at(path);
                attempts.answered();
                return answer;
            } catch (IOException failure) {
                Optional<Duration> next = attempts.failed(failure);
                if (next.isEmpty()) {
                    throw attempts.listing(failure);
                }
                pause = next.get();
            } catch (RuntimeException | Error broken) {
                attempts.undecided();
                throw broken;
            }
            pause(pause);
        }
    }

    void pause(Duration time) throws IOException {
        try {
            vfs.after(time).get();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        } catch (ExecutionException failure) {
            throw new IOException("the timer failed", failure.getCause());
        }
    }
}
