package io.sluice.io.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deadlines that all lie the same time ahead, so that they expire in the order they were set, and one timer serves them
 * all: a timer of its own for each operation costs more than reading a small file. Holds as many as are under way. Any
 * thread; expiries run on the timer's thread.
 */
public final class Deadlines {
    private final Duration limit;
    private final Timing timing;

    private final Object lock = new Object();

    // All below is guarded by the lock.
    private Deadline head;
    private Deadline tail;
    private boolean armed;

    public Deadlines(Duration limit, Timing timing) {
        this.limit = limit;
        this.timing = timing;
    }

    public void add(Deadline deadline) {
        synchronized (lock) {
            // Under the lock, so that the line is in the order of time.
            deadline.at = timing.now() + limit.toNanos();
            deadline.inLine = true;
            deadline.previous = tail;
            if (tail == null) {
                head = deadline;
            } else {
                tail.next = deadline;
            }
            tail = deadline;
            if (armed) {
                return;
            }
            armed = true;
        }
        arm(limit);
    }

    /** The timer is left alone: it finds nobody, or the next, when it fires. */
    public void remove(Deadline deadline) {
        synchronized (lock) {
            if (!deadline.inLine) {
                return;
            }
            deadline.inLine = false;
            if (deadline.previous == null) {
                head = deadline.next;
            } else {
                deadline.previous.next = deadline.next;
            }
            if (deadline.next == null) {
                tail = deadline.previous;
            } else {
                deadline.next.previous = deadline.previous;
            }
            deadline.previous = null;
            deadline.next = null;
        }
    }

    private void arm(Duration delay) {
        var unused = timing.after(delay).thenRun(this::fire);
    }

    private void fire() {
        List<Deadline> due = new ArrayList<>();
        Duration delay;
        synchronized (lock) {
            long now = timing.now();
            while (head != null && head.at - now <= 0) {
                due.add(head);
                remove(head);
            }
            armed = head != null;
            delay = armed ? Duration.ofNanos(head.at - now) : Duration.ZERO;
        }
        if (!delay.isZero()) {
            arm(delay);
        }
        due.forEach(Deadline::expired);
    }
}
