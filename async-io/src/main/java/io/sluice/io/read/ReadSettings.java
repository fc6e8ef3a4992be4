package io.sluice.io.read;

import io.sluice.io.flow.Settings;
import java.time.Duration;
import java.util.Objects;

/**
 * The bounds and thresholds of one {@link FileReader}. Start from {@link #defaults()} and change what matters; every value is
 * checked, on its own and against the others. The thresholds' defaults were measured: {@code benchmarks/results}.
 *
 * @param name goes into metrics and messages; readers that share metrics need different ones
 * @param strategy how files are read where the caller does not say
 * @param bufferSize bytes of one read and of one pooled buffer; {@code AUTO} reads files no larger than this {@code POOLED}
 * @param chunkSize the most bytes a reader is given at once; a mapped window or a buffer is handed out in chunks of it
 * @param mapFrom {@code AUTO} maps files from this size on, for readers that {@linkplain ChunkReader#takesMappedMemory() allow
 *     it}; {@link #NEVER} maps none
 * @param mapAtRestFor {@code AUTO} maps only files that last changed at least this long ago: one being written may also be
 *     cut short
 * @param mapWindow bytes mapped at a time
 * @param readAheadFrom the next buffer is read ahead when reading one and working on one each take at least this long
 * @param maxConcurrentOperations files open, and being read, at once
 * @param maxBytesInFlight bytes of buffers and mapped windows in use at once
 * @param maxWaiting single reads waiting for their turn before more are refused; a batch waits as one
 */
public record ReadSettings(
        String name,
        ReadStrategy strategy,
        int bufferSize,
        int chunkSize,
        long mapFrom,
        Duration mapAtRestFor,
        int mapWindow,
        Duration readAheadFrom,
        int maxConcurrentOperations,
        long maxBytesInFlight,
        int maxWaiting) {

    /** As {@link #mapFrom()}: no file is large enough. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    public ReadSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: must not be blank");
        }
        Objects.requireNonNull(strategy, "strategy");
        Settings.within("bufferSize", bufferSize, 512, 64 * MIB);
        Settings.within("chunkSize", chunkSize, 512, bufferSize);
        Settings.within("mapFrom", mapFrom, bufferSize, NEVER);
        Settings.atLeast("mapAtRestFor", mapAtRestFor, Duration.ZERO);
        Settings.within("mapWindow", mapWindow, 64 * KIB, 1024 * MIB);
        if (mapWindow % (64 * KIB) != 0) {
            throw new IllegalArgumentException("mapWindow: " + mapWindow + " is not a multiple of 65536");
        }
        Settings.atLeast("readAheadFrom", readAheadFrom, Duration.ZERO);
        Settings.within("maxConcurrentOperations", maxConcurrentOperations, 1, 65_536);
        Settings.within("maxBytesInFlight", maxBytesInFlight, bufferSize, Long.MAX_VALUE);
        Settings.within("maxWaiting", maxWaiting, 0, 10_000_000);
    }

    /** Buffers and chunks of 256 KiB, windows of 16 MiB, 16 files and 64 MiB at once. */
    public static ReadSettings defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; a setting not named keeps its default. One thread at a time. */
    public static final class Builder {
        private String name = "reader";
        private ReadStrategy strategy = ReadStrategy.AUTO;
        private int bufferSize = 256 * KIB;
        private int chunkSize = 256 * KIB;
        private long mapFrom = 2 * MIB;
        private Duration mapAtRestFor = Duration.ofMinutes(1);
        private int mapWindow = 16 * MIB;
        private Duration readAheadFrom = Duration.ofNanos(50_000);
        private int maxConcurrentOperations = 16;
        private long maxBytesInFlight = 64L * MIB;
        private int maxWaiting = 100_000;

        private Builder() {}

        public Builder name(String value) {
            name = value;
            return this;
        }

        public Builder strategy(ReadStrategy value) {
            strategy = value;
            return this;
        }

        /** Also lowers the chunk size to it, where that is larger, and maps no file smaller than it. */
        public Builder bufferSize(int value) {
            bufferSize = value;
            chunkSize = Math.min(chunkSize, value);
            mapFrom = Math.max(mapFrom, value);
            return this;
        }

        public Builder chunkSize(int value) {
            chunkSize = value;
            return this;
        }

        public Builder mapFrom(long value) {
            mapFrom = value;
            return this;
        }

        public Builder mapAtRestFor(Duration value) {
            mapAtRestFor = value;
            return this;
        }

        public Builder mapWindow(int value) {
            mapWindow = value;
            return this;
        }

        public Builder readAheadFrom(Duration value) {
            readAheadFrom = value;
            return this;
        }

        public Builder maxConcurrentOperations(int value) {
            maxConcurrentOperations = value;
            return this;
        }

        public Builder maxBytesInFlight(long value) {
            maxBytesInFlight = value;
            return this;
        }

        public Builder maxWaiting(int value) {
            maxWaiting = value;
            return this;
        }

        public ReadSettings build() {
            return new ReadSettings(
                    name,
                    strategy,
                    bufferSize,
                    chunkSize,
                    mapFrom,
                    mapAtRestFor,
                    mapWindow,
                    readAheadFrom,
                    maxConcurrentOperations,
                    maxBytesInFlight,
                    maxWaiting);
        }
    }
}
