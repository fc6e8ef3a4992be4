package io.sluice.source.tail;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Between the reader thread, which adds what its turns made, and Connect's thread, which takes it. The reader asks for room
 * before a turn, so that no more stands in it than the next transaction needs, and one turn. More would make nothing faster, and
 * costs: records that wait outlive one collection of garbage after the other, and are copied by each. After a failure, what was
 * added before is still taken, then the failure.
 */
public final class ReadyQueue<R> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<ReadyBatch<R>> batches = new ArrayDeque<>();
    private final long enough;
    private final Runnable onRoom;
    private long charge;
    private int markers;
    private RuntimeException failure;
    private boolean closed;

    /**
     * Makes an empty one.
     *
     * @param enough what records count for that are enough to stand here
     * @param onRoom called when there is room again, on the thread that made it; must not block
     */
    ReadyQueue(long enough, Runnable onRoom) {
        this.enough = enough;
        this.onRoom = onRoom;
    }

    boolean hasRoom() {
        lock.lock();
        try {
            return charge < enough;
        } finally {
            lock.unlock();
        }
    }

    void add(ReadyBatch<R> batch) {
        lock.lock();
        try {
            batches.addLast(batch);
            charge += batch.charge();
            markers += batch.isMarkers() ? 1 : 0;
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    void fail(RuntimeException cause) {
        lock.lock();
        try {
            failure = cause;
            added.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes who waits; from now on nothing is waited for. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes whole batches, in order, as long as they count for no more than {@code mostCharge} together; at least one if there
     * is one. Markers come alone.
     *
     * @param wait how long to wait for the first batch
     * @param linger how long to wait, once there is one, for {@code mostCharge} to be reached
     * @return empty if nothing came
     */
    public List<ReadyBatch<R>> take(long mostCharge, Duration wait, Duration linger) throws InterruptedException {
        List<ReadyBatch<R>> taken;
        boolean room;
        lock.lockInterruptibly();
        try {
            await(wait, 1);
            if (!batches.isEmpty() && !batches.peekFirst().isMarkers()) {
                await(linger, mostCharge);
            }
            if (batches.isEmpty() && failure != null) {
                throw failure;
            }
            boolean full = charge >= enough;
            taken = upTo(mostCharge);
            room = full && charge < enough;
        } finally {
            lock.unlock();
        }
        if (room) {
            onRoom.run();
        }
        return taken;
    }

    private void await(Duration longest, long wanted) throws InterruptedException {
        long left = longest.toNanos();
        while (charge < wanted && markers == 0 && failure == null && !closed && left > 0) {
            left = added.awaitNanos(left);
        }
    }

    private List<ReadyBatch<R>> upTo(long mostCharge) {
        List<ReadyBatch<R>> taken = new ArrayList<>();
        long sum = 0;
        while (!batches.isEmpty()) {
            ReadyBatch<R> next = batches.peekFirst();
            boolean fits = taken.isEmpty() || (sum + next.charge() <= mostCharge && !next.isMarkers());
            if (!fits) {
                break;
            }
            batches.removeFirst();
            taken.add(next);
            sum += next.charge();
            charge -= next.charge();
            if (next.isMarkers()) {
                markers--;
                break;
            }
        }
        return taken;
    }

    boolean hasMarkers() {
        lock.lock();
        try {
            return markers > 0;
        } finally {
            lock.unlock();
        }
    }
}
