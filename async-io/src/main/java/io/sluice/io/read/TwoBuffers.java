package io.sluice.io.read;

import java.io.IOException;

/**
 * The part of {@link OneRead one read} in which another worker fills one buffer while the chunk reader works on the other.
 * Used by the thread that reads.
 */
final class TwoBuffers {

    private final OneRead<?> read;
    private final OneRead.Shared shared;
    private final ReadAheadGauge gauge;

    TwoBuffers(OneRead<?> read, OneRead.Shared shared, ReadAheadGauge gauge) {
        this.read = read;
        this.shared = shared;
        this.gauge = gauge;
    }

    /** Reads on until the end, when it returns true, or until that no longer pays or it must stop. */
    boolean readOn(PooledBuffer first) throws IOException {
        try (Seats.Room room =
                shared.seats().extra(shared.settings().bufferSize()).orElse(null)) {
            if (room == null) {
                gauge.leaveAlone();
                return false;
            }
            PooledBuffer second = shared.buffers().lease();
            try {
                return readOn(first, second);
            } finally {
                shared.buffers().giveBack(second);
            }
        }
    }

    private boolean readOn(PooledBuffer first, PooledBuffer second) throws IOException {
        PooledBuffer full = first;
        PooledBuffer other = second;
        long start = shared.vfs().nanoTime();
        int bytes = read.fill(full, read.position());
        long readNanos = shared.vfs().nanoTime() - start;
        ReadAhead next = null;
        try {
            while (true) {
                boolean more = bytes == full.capacity();
                next = more ? begin(other, read.position() + bytes) : null;
                start = shared.vfs().nanoTime();
                read.handOut(full, bytes);
                if (!more) {
                    return true;
                }
                long workNanos = shared.vfs().nanoTime() - start;
                ReadAhead.Done done = next.finish();
                next = null;
                PooledBuffer empty = full;
                full = other;
                other = empty;
                bytes = done.bytes();
                gauge.helped(done.ahead());
                if (!gauge.pays(readNanos, workNanos) || read.mustStop()) {
                    read.handOut(full, bytes);
                    return bytes < full.capacity();
                }
                readNanos = done.nanos();
            }
        } finally {
            if (next != null) {
                next.letEnd();
            }
        }
    }

    private ReadAhead begin(PooledBuffer buffer, long from) {
        Thread owner = Thread.currentThread();
        ReadAhead ahead = new ReadAhead(buffer, () -> {
            long start = shared.vfs().nanoTime();
            int bytes = read.fill(buffer, from);
            return new ReadAhead.Done(bytes, shared.vfs().nanoTime() - start, Thread.currentThread() != owner);
        });
        // If nobody is free, this thread reads it when it needs it.
        var unused = shared.around().workers().executeIfIdle(ahead.task());
        return ahead;
    }
}
