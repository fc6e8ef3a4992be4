package io.sluice.sink.files;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all writers of a worker may hold in memory together: records that wait, and rows that are not in a file yet. Over it, the
 * writer with the largest file finishes that file, again and again until there is room; whoever feeds writers looks at
 * {@link #isFull} and waits meanwhile. Safe from any thread.
 */
public final class MemoryBudget {
    /** A part of the limit that must be free before consumption goes on, so that it does not stop and go. */
    private static final double ROOM = 0.2;

    private final AtomicLong limit;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong leaving = new AtomicLong();
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();

    public MemoryBudget(long limitBytes) {
        this.limit = new AtomicLong(limitBytes);
    }

    public long limitBytes() {
        return limit.get();
    }

    /** Changes the limit, as when another connector with a smaller one begins. */
    public void limit(long bytes) {
        limit.set(bytes);
        relieve();
    }

    public long usedBytes() {
        return used.get();
    }

    /** Whether nothing more should be taken in. */
    public boolean isFull() {
        return used.get() > limit.get();
    }

    /** Whether there is room to go on, after it was full. */
    public boolean hasRoom() {
        return used.get() <= (long) (limit.get() * (1 - ROOM));
    }

    /** @param shedding called on any thread: must have the largest file finished soon, and then call {@link Account#shed} */
    Account open(Runnable shedding) {
        Account account = new Account(shedding);
        accounts.add(account);
        return account;
    }

    private void relieve() {
        // What is on its way into a file will be free without another one.
        if (used.get() - leaving.get() <= limit.get()) {
            return;
        }
        Account most = null;
        for (Account account : accounts) {
            if (account.isShedding.get()) {
                // One at a time: what it gives back may be enough.
                return;
            }
            if (account.largest > 0 && (most == null || account.largest > most.largest)) {
                most = account;
            }
        }
        if (most != null && most.isShedding.compareAndSet(false, true)) {
            most.shedding.run();
        }
    }

    /** What one writer holds. Safe from any thread. */
    final class Account {
        private final Runnable shedding;
        private final AtomicBoolean isShedding = new AtomicBoolean();
        private volatile long largest;

        /** Guarded by this, as is whether it is closed. */
        private long held;

        private boolean closed;

        private Account(Runnable shedding) {
            this.shedding = shedding;
        }

        void add(long bytes) {
            synchronized (this) {
                if (closed) {
                    return;
                }
                held += bytes;
            }
            used.addAndGet(bytes);
            if (bytes > 0) {
                relieve();
            }
        }

        /** So much will be free soon. */
        void leaving(long bytes) {
            leaving.addAndGet(bytes);
        }

        /** It is free. */
        void left(long bytes) {
            leaving.addAndGet(-bytes);
            add(-bytes);
        }

        /** What could be given back by finishing one file. */
        void largest(long bytes) {
            largest = bytes;
            // What was added before this was known could not be relieved.
            relieve();
        }

        /** A file was finished, or there was none. */
        void shed() {
            isShedding.set(false);
            relieve();
        }

        void close() {
            accounts.remove(this);
            synchronized (this) {
                used.addAndGet(-held);
                held = 0;
                closed = true;
            }
            largest = 0;
            shed();
        }
    }
}
