package io.sluice.deploy.command.doctor;

import io.sluice.deploy.cluster.ClusterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Says before a start that it cannot end well: what would otherwise be a process that the system kills in the middle. */
public final class Resources {
    private static final double MIB = 1 << 20;

    private final Machine machine;

    public Resources() {
        this(new ThisMachine());
    }

    Resources(Machine machine) {
        this.machine = machine;
    }

    /**
     * Fails if there is less than this.
     *
     * @param directory where the disk space is needed; it need not exist
     */
    public void require(Path directory, long memoryBytes, long diskBytes) throws IOException {
        long memory = machine.availableMemoryBytes();
        if (memory < memoryBytes) {
            throw new ClusterException(String.format(
                    Locale.ROOT,
                    "Too little memory: %.0f MiB are available, and broker, worker and application take %.0f MiB. Stop"
                            + " other programs, or give this machine or container more; sluice doctor shows what it has.",
                    memory / MIB,
                    memoryBytes / MIB));
        }
        long disk = machine.freeBytes(directory);
        if (disk < diskBytes) {
            throw new ClusterException(String.format(
                    Locale.ROOT,
                    "Too little disk space: %.0f MiB are free for %s, and %.0f MiB are needed. Free some, or choose"
                            + " another disk with --dir DIR.",
                    disk / MIB,
                    directory,
                    diskBytes / MIB));
        }
    }
}
