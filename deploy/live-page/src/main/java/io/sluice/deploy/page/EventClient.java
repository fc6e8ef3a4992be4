package io.sluice.deploy.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * One browser that listens. A thread of its own writes to it, as a browser that takes nothing would hold up the others. Of states
 * only the newest waits; when too much else waits, or one write takes too long, the browser is let go, and comes again by itself.
 */
final class EventClient implements Runnable {
    private static final int MOST_WAITING = 32;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(10);
    private static final String NOTHING = ":\n\n";

    private final HttpExchange exchange;
    private final LongSupplier nanoTime;
    private final Runnable gone;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private String state;
    private boolean closed;
    private boolean ending;
    private long writingSince;
    private boolean writing;
    private Thread thread;

    /** @param gone is run on this client's thread when it ends */
    EventClient(HttpExchange exchange, LongSupplier nanoTime, Runnable gone) {
        this.exchange = exchange;
        this.nanoTime = nanoTime;
        this.gone = gone;
    }

    void start(String name) {
        lock.lock();
        try {
            thread = new Thread(this, name);
            thread.setDaemon(true);
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the place of a state that is not written yet. */
    void state(String message) {
        lock.lock();
        try {
            state = message;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void tell(String message) {
        lock.lock();
        try {
            if (waiting.size() == MOST_WAITING) {
                letGo();
            } else if (!closed) {
                waiting.addLast(message);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets go of a browser that has taken nothing for too long. */
    void look(long nanoTime) {
        lock.lock();
        try {
            if (writing && nanoTime - writingSince > LONGEST_WRITE.toNanos()) {
                letGo();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends once everything is written that waits now. */
    void end() {
        lock.lock();
        try {
            ending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the client's thread, also in the middle of a write: an interrupt closes the connection under it. */
    void close() {
        lock.lock();
        try {
            letGo();
        } finally {
            lock.unlock();
        }
    }

    private void letGo() {
        closed = true;
        waiting.clear();
        state = null;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void run() {
        try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            write(out, "retry: 1000\n\n");
            for (String next = next(); next != null; next = next()) {
                write(out, next);
            }
        } catch (IOException e) {
            // The browser has gone, or was let go: it comes again if it wants to.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gone.run();
        }
    }

    private void write(OutputStream out, String message) throws IOException {
        begins();
        out.write(message.getBytes(StandardCharsets.UTF_8));
        out.flush();
        lock.lock();
        try {
            writing = false;
        } finally {
            lock.unlock();
        }
    }

    private void begins() {
        lock.lock();
        try {
            writing = true;
            writingSince = nanoTime.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** What is to be written next; null at the end. Something comes often enough for a dead browser to be noticed. */
    private String next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = HEARTBEAT.toNanos();
            while (!closed && !ending && state == null && waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (closed) {
                return null;
            }
            String newest = state;
            state = null;
            String next = newest != null ? newest : waiting.pollFirst();
            return next == null && !ending ? NOTHING : next;
        } finally {
            lock.unlock();
        }
    }
}
