package io.sluice.io.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The requests that wait in a {@link LockQueue}, in order of asking, and the rules of who goes before whom. Never
 * more than there are open handles. Safe from any thread; nothing is waited for inside.
 */
final class WaitingLine {
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    synchronized void add(Waiter waiter) {
        waiters.add(waiter);
    }

    synchronized void remove(Waiter waiter) {
        waiters.remove(waiter);
    }

    synchronized boolean isEmpty() {
        return waiters.isEmpty();
    }

    synchronized List<Waiter> all() {
        return new ArrayList<>(waiters);
    }

    /** Those already SHARED first: nobody at NONE can become EXCLUSIVE before they are done. */
    List<Waiter> inTurn() {
        List<Waiter> all = all();
        List<Waiter> ordered = new ArrayList<>(all.size());
        all.stream().filter(WaitingLine::holdsAnything).forEach(ordered::add);
        all.stream().filter(waiter -> !holdsAnything(waiter)).forEach(ordered::add);
        return ordered;
    }

    private static boolean holdsAnything(Waiter waiter) {
        return waiter.lock.level() != LockLevel.NONE;
    }

    /**
     * A request from NONE stays behind an earlier one from NONE that would not admit it, or readers would starve a writer.
     * Returns what that one waits for.
     */
    static Optional<LockLevel> heldBackBy(Waiter waiter, List<Waiter> ahead) {
        if (waiter.from != LockLevel.NONE) {
            return Optional.empty();
        }
        return ahead.stream()
                .filter(earlier -> earlier.from == LockLevel.NONE && !earlier.wanted.admits(waiter.wanted))
                .findFirst()
                .map(earlier -> earlier.blockedBy);
    }
}
