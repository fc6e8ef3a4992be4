package io.sluice.source.scan;

import java.nio.charset.StandardCharsets;

/**
 * Says which files are a task's: each {@link RotationFamily} has one owner among the tasks, found from its text and the
 * number of tasks alone, so that tasks agree without talking. Another number of tasks is another distribution.
 *
 * <p>The owner is the hash of the text modulo the number of tasks, unsigned. The hash is FNV-1a with 64 bits over the
 * text's UTF-8 bytes, then mixed by the finalizer of MurmurHash3 with 64 bits (as FNV's low bits alone depend on the low
 * bits of the letters alone). It depends on nothing of the JVM or the machine, and must never change.
 *
 * @param taskIndex from 0
 * @param taskCount how many tasks there are
 */
public record FileOwnership(int taskIndex, int taskCount) {

    public FileOwnership {
        Checks.within("taskCount", taskCount, 1, Integer.MAX_VALUE);
        Checks.within("taskIndex", taskIndex, 0, taskCount - 1L);
    }

    public boolean owns(RotationFamily family) {
        return ownerOf(family, taskCount) == taskIndex;
    }

    /** The index of the task that owns a family. */
    public static int ownerOf(RotationFamily family, int taskCount) {
        return (int) Long.remainderUnsigned(hash(family.toString()), taskCount);
    }

    static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** Makes every bit depend on every other. */
    static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
