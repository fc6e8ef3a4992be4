package io.sluice.io;

import io.sluice.io.flow.BreakerSettings;
import io.sluice.io.flow.RetrySettings;
import io.sluice.io.flow.Settings;
import java.time.Duration;
import java.util.Objects;

/**
 * The bounds of one {@link AsyncFileSystem}. Start from {@link #builder()} and change what matters; every value is checked.
 *
 * @param name goes into thread names and metrics: {@code sluice-<name>-io-1}
 * @param owner whose drafts of unfinished publications are whose: name one, different from every other live program's that
 *     publishes to the same directories, to be able to sweep what a killed predecessor left; random if empty
 * @param ioThreads threads that make the blocking calls
 * @param cpuThreads threads that decode streams and hand their items to the subscribers, so that these keep no file
 *     waiting; {@code sluice-<name>-cpu-1}
 * @param maxReads reading operations under way at once, metadata queries among them
 * @param maxReadBytes bytes of reads under way at once
 * @param maxWrites writing operations under way at once, all that change a directory among them
 * @param maxWriteBytes bytes of writes under way at once
 * @param maxOpenFiles files open at once; opening waits when they are
 * @param maxWaiting operations waiting for a permit before more are refused, for each of the limits
 * @param maxQueuedPerFile sequential operations waiting on one file before more are refused
 * @param chunkBytes how much is read at a time where the caller does not say
 * @param maxLineBytes the longest line read
 * @param maxReadAllBytes the largest content handed out in one piece, within {@code maxReadBytes}
 * @param operationLimit how long a stage may take, waiting included, before it fails with a
 *     {@link java.util.concurrent.TimeoutException}; what runs underneath goes on to its end. Not for
 *     streams and for giving something back, which take as long as they take. {@link Duration#ZERO} is no limit
 * @param retries when an operation that failed in a way that can pass is tried again
 * @param breaker when the file system is left alone for a while
 */
public record FileSystemSettings(
        String name,
        String owner,
        int ioThreads,
        int cpuThreads,
        int maxReads,
        long maxReadBytes,
        int maxWrites,
        long maxWriteBytes,
        int maxOpenFiles,
        int maxWaiting,
        int maxQueuedPerFile,
        int chunkBytes,
        int maxLineBytes,
        int maxReadAllBytes,
        Duration operationLimit,
        RetrySettings retries,
        BreakerSettings breaker) {

    private static final int MIB = 1024 * 1024;

    public FileSystemSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        Settings.within("ioThreads", ioThreads, 1, 1024);
        Settings.within("cpuThreads", cpuThreads, 1, 1024);
        Settings.within("maxReads", maxReads, 1, 65_536);
        Settings.within("maxWrites", maxWrites, 1, 65_536);
        Settings.within("maxOpenFiles", maxOpenFiles, 1, 1_000_000);
        Settings.within("maxWaiting", maxWaiting, 0, 10_000_000);
        Settings.within("maxQueuedPerFile", maxQueuedPerFile, 1, 1_000_000);
        Settings.within("chunkBytes", chunkBytes, 512, 64 * MIB);
        Settings.within("maxLineBytes", maxLineBytes, 1, 1024 * MIB);

        Settings.atLeast("operationLimit", operationLimit, Duration.ZERO);
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(breaker, "breaker");
        Settings.within("maxReadBytes", maxReadBytes, chunkBytes, Long.MAX_VALUE);
        Settings.within("maxWriteBytes", maxWriteBytes, chunkBytes, Long.MAX_VALUE);
        Settings.within("maxReadAllBytes", maxReadAllBytes, 0, Math.min(maxReadBytes, Integer.MAX_VALUE - 8));
    }

    /**
     * Four threads for the file system and one for each processor, 64 MiB of reads and of writes under way, 512 open files,
     * chunks of 256 KiB.
     */
    public static FileSystemSettings defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; a setting not named keeps its default. One thread at a time. */
    public static final class Builder {
        private String name = "files";
        private String owner = "";
        private int ioThreads = 4;
        private int cpuThreads = Math.min(Runtime.getRuntime().availableProcessors(), 1024);
        private int maxReads = 64;
        private long maxReadBytes = 64L * MIB;
        private int maxWrites = 64;
        private long maxWriteBytes = 64L * MIB;
        private int maxOpenFiles = 512;
        private int maxWaiting = 100_000;
        private int maxQueuedPerFile = 1_024;
        private int chunkBytes = MIB / 4;
        private int maxLineBytes = 16 * MIB;
        /** As much as {@code maxReadBytes} allows if not set. */
        private int maxReadAllBytes = -1;

        private Duration operationLimit = Duration.ZERO;
        private RetrySettings retries = RetrySettings.DEFAULT;
        private BreakerSettings breaker = BreakerSettings.DEFAULT;

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder owner(String value) {
            owner = value;
            return this;
        }

        public Builder ioThreads(int value) {
            ioThreads = value;
            return this;
        }

        public Builder cpuThreads(int value) {
            cpuThreads = value;
            return this;
        }

        public Builder maxReads(int value) {
            maxReads = value;
            return this;
        }

        public Builder maxReadBytes(long value) {
            maxReadBytes = value;
            return this;
        }

        public Builder maxWrites(int value) {
            maxWrites = value;
            return this;
        }

        public Builder maxWriteBytes(long value) {
            maxWriteBytes = value;
            return this;
        }

        public Builder maxOpenFiles(int value) {
            maxOpenFiles = value;
            return this;
        }

        public Builder maxWaiting(int value) {
            maxWaiting = value;
            return this;
        }

        public Builder maxQueuedPerFile(int value) {
            maxQueuedPerFile = value;
            return this;
        }

        public Builder chunkBytes(int value) {
            chunkBytes = value;
            return this;
        }

        public Builder maxLineBytes(int value) {
            maxLineBytes = value;
            return this;
        }

        public Builder maxReadAllBytes(int value) {
            maxReadAllBytes = value;
            return this;
        }

        public Builder operationLimit(Duration value) {
            operationLimit = value;
            return this;
        }

        public Builder retries(RetrySettings value) {
            retries = value;
            return this;
        }

        public Builder breaker(BreakerSettings value) {
            breaker = value;
            return this;
        }

        public FileSystemSettings build() {
            return new FileSystemSettings(
                    name,
                    owner,
                    ioThreads,
                    cpuThreads,
                    maxReads,
                    maxReadBytes,
                    maxWrites,
                    maxWriteBytes,
                    maxOpenFiles,
                    maxWaiting,
                    maxQueuedPerFile,
                    chunkBytes,
                    maxLineBytes,
                    maxReadAllBytes < 0 ? (int) Math.min(maxReadBytes, Integer.MAX_VALUE - 8) : maxReadAllBytes,
                    operationLimit,
                    retries,
                    breaker);
        }
    }
}
