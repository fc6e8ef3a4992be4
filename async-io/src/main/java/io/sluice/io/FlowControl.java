package io.sluice.io;

import io.sluice.io.flow.PermitLimits;
import io.sluice.io.flow.PermitUse;
import io.sluice.io.flow.Permits;
import io.sluice.io.flow.RateLimit;
import io.sluice.io.flow.RateLimits;
import io.sluice.io.flow.Settings;

/**
 * The limits of one file system, to look at and to change while it runs. Permits can be lowered from what the
 * {@link FileSystemSettings} say and raised to it again; the queue of the workers has room for no more. Safe from any thread.
 */
public final class FlowControl {
    private final FileSystemSettings settings;
    private final Permits reads;
    private final Permits writes;
    private final Permits openFiles;
    private final RateLimit readRate;
    private final RateLimit writeRate;

    FlowControl(
            FileSystemSettings settings,
            Permits reads,
            Permits writes,
            Permits openFiles,
            RateLimit readRate,
            RateLimit writeRate) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
        this.openFiles = openFiles;
        this.readRate = readRate;
        this.writeRate = writeRate;
    }

    public PermitUse reads() {
        return reads.use();
    }

    public PermitUse writes() {
        return writes.use();
    }

    public PermitUse openFiles() {
        return openFiles.use();
    }

    /** Lets so many reading operations with so many bytes be under way. */
    public void limitReads(int operations, long bytes) {
        reads.resize(within("maxRead", operations, settings.maxReads(), bytes, settings.maxReadBytes()));
    }

    /** Lets so many writing operations with so many bytes be under way. */
    public void limitWrites(int operations, long bytes) {
        writes.resize(within("maxWrite", operations, settings.maxWrites(), bytes, settings.maxWriteBytes()));
    }

    /** Reading operations and bytes per second; none at first. */
    public void limitReadRate(RateLimits limits) {
        readRate.set(limits);
    }

    /** Writing operations and bytes per second; none at first. */
    public void limitWriteRate(RateLimits limits) {
        writeRate.set(limits);
    }

    private PermitLimits within(String setting, int operations, int mostOperations, long bytes, long mostBytes) {
        Settings.within(setting + "s", operations, 1, mostOperations);
        Settings.within(setting + "Bytes", bytes, settings.chunkBytes(), mostBytes);
        return new PermitLimits(operations, bytes, settings.maxWaiting());
    }
}
