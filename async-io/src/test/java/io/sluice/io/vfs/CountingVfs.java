package io.sluice.io.vfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts what passes: calls by kind, bytes, what is open and in flight now and at most. Remembers who opened what, so
 * that {@link #assertNothingIsOpen} shows the stack of a leak. Safe from any thread; one monitor guards the counts,
 * and is not held while a call is made.
 */
public final class CountingVfs extends ForwardingVfs {

    /** What stands for a handle: which call opened it, where, and the stack that did. */
    private record Opened(VfsOperation operation, Throwable stack) {}

    private final Map<VfsCall, Long> counts = new EnumMap<>(VfsCall.class);
    private final IdentityHashMap<Object, Opened> open = new IdentityHashMap<>();
    private long openFiles;
    private long mostOpenFiles;
    private long bytesRead;
    private long bytesWritten;
    private long inFlight;
    private long mostInFlight;
    private long bytesInFlight;
    private long mostBytesInFlight;

    public CountingVfs(Vfs below) {
        super(below);
    }

    @Override
    protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
        start(operation);
        try {
            T result = call.make(Long.MAX_VALUE);
            finish(operation, result);
            return result;
        } finally {
            end(operation);
        }
    }

    private synchronized void start(VfsOperation operation) {
        counts.merge(operation.call(), 1L, Long::sum);
        inFlight++;
        mostInFlight = Math.max(mostInFlight, inFlight);
        if (operation.call().transfers()) {
            bytesInFlight += operation.bytes();
            mostBytesInFlight = Math.max(mostBytesInFlight, bytesInFlight);
        }
    }

    private synchronized void finish(VfsOperation operation, Object result) {
        switch (operation.call()) {
            case OPEN -> {
                remember(result, operation);
                openFiles++;
                mostOpenFiles = Math.max(mostOpenFiles, openFiles);
            }
            case LIST, OPEN_LOCK_FILE -> remember(result, operation);
            case MAP -> ((Optional<?>) result).ifPresent(mapping -> remember(mapping, operation));
            case READ -> bytesRead += Math.max(0, (Integer) result);
            case WRITE -> bytesWritten += (Integer) result;
            case TRANSFER -> {
                bytesRead += (Long) result;
                bytesWritten += (Long) result;
            }
            default -> {
                // Counted, and nothing more to say of it.
            }
        }
    }

    private void remember(Object handle, VfsOperation operation) {
        open.put(handle, new Opened(operation, new Throwable("opened here: " + operation)));
    }

    private synchronized void end(VfsOperation operation) {
        inFlight--;
        if (operation.call().transfers()) {
            bytesInFlight -= operation.bytes();
        }
        if (operation.call().releases()
                && open.remove(operation.handle()) != null
                && operation.call() == VfsCall.CLOSE) {
            openFiles--;
        }
    }

    public synchronized long count(VfsCall call) {
        return counts.getOrDefault(call, 0L);
    }

    /** All calls together. */
    public synchronized long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized long openFiles() {
        return openFiles;
    }

    public synchronized long mostOpenFiles() {
        return mostOpenFiles;
    }

    public synchronized long bytesRead() {
        return bytesRead;
    }

    public synchronized long bytesWritten() {
        return bytesWritten;
    }

    /** The most calls that were under way at a time. */
    public synchronized long mostInFlight() {
        return mostInFlight;
    }

    /** The most bytes that reads, writes and transfers under way at a time had asked for. */
    public synchronized long mostBytesInFlight() {
        return mostBytesInFlight;
    }

    /** The calls whose files, listings, lock files and mappings are still open. */
    public synchronized List<VfsOperation> stillOpen() {
        return open.values().stream().map(Opened::operation).toList();
    }

    /** Fails if anything is open, with the stack of each opener. */
    public void assertNothingIsOpen() {
        List<Opened> leaks;
        synchronized (this) {
            leaks = new ArrayList<>(open.values());
        }
        if (!leaks.isEmpty()) {
            AssertionError failure = new AssertionError(
                    "still open: " + leaks.stream().map(Opened::operation).toList());
            leaks.forEach(leak -> failure.addSuppressed(leak.stack()));
            throw failure;
        }
    }
}
