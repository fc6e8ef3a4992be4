package io.sluice.io.vfs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** The settings of a {@link MemoryVfs} machine and of the first process on it. Used by one thread. */
public final class MemoryVfsBuilder {

    private List<Path> roots = List.of(Path.of("/"));
    private long capacity = Long.MAX_VALUE / 2;
    private Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private long seed = 1;
    private String fileSystemType = "memory";
    private boolean network;

    MemoryVfsBuilder() {}

    /** The roots of the first process, created if they are missing; {@code /} if not set. */
    public MemoryVfsBuilder roots(Path... paths) {
        for (Path path : paths) {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("roots must be absolute in a MemoryVfs, but one is " + path);
            }
        }
        this.roots = List.of(paths);
        return this;
    }

    /** The size of the disk, taken up in pages of 4096 bytes; without end if not set. */
    public MemoryVfsBuilder capacity(long bytes) {
        this.capacity = bytes;
        return this;
    }

    /** Where the clock starts. */
    public MemoryVfsBuilder startingAt(Instant instant) {
        this.start = instant;
        return this;
    }

    /** The seed of {@link Vfs#random()} and of the order of listings. */
    public MemoryVfsBuilder seed(long value) {
        this.seed = value;
        return this;
    }

    /** Lets the disk say it is on another machine, where nothing can be mapped. */
    public MemoryVfsBuilder onNetwork() {
        this.network = true;
        this.fileSystemType = "nfs4";
        return this;
    }

    public MemoryVfs build() {
        MemoryTree tree = new MemoryTree(new MemorySpace(capacity), start);
        MemoryClock clock = new MemoryClock(start);
        return MemoryVfs.on(MemoryMachine.with(tree, clock, new Random(seed), seed, fileSystemType, network), roots);
    }
}
