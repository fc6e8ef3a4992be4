package io.sluice.io.vfs;

/** The room on a {@link MemoryVfs} machine's disk, in bytes. Guarded by the machine's monitor. */
final class MemorySpace {

    private long capacity;
    private long used;

    MemorySpace(long capacity) {
        this.capacity = capacity;
    }

    boolean take(long bytes) {
        if (used + bytes > capacity) {
            return false;
        }
        used += bytes;
        return true;
    }

    void takeAnyway(long bytes) {
        used += bytes;
    }

    void free(long bytes) {
        used -= bytes;
    }

    void resize(long bytes) {
        capacity = bytes;
    }

    long capacity() {
        return capacity;
    }

    long used() {
        return used;
    }
}
