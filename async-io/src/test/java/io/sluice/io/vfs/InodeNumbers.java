package io.sluice.io.vfs;

import java.util.TreeSet;

/** Which inode numbers of a {@link MemoryTree} are free. Guarded by the machine's monitor. */
final class InodeNumbers {

    private final TreeSet<Long> free = new TreeSet<>();
    private long last;
    private boolean reuse;

    InodeNumbers(long last) {
        this.last = last;
    }

    void reuse(boolean value) {
        reuse = value;
    }

    long next() {
        return reuse && !free.isEmpty() ? free.pollFirst() : ++last;
    }

    void free(long inode) {
        free.add(inode);
    }

    /** What was free may be in use again on the disk: none is used twice from then on. */
    InodeNumbers afterCrash() {
        return new InodeNumbers(last);
    }
}
