package io.sluice.deploy.page;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Answers SQL over the tables, one query at a time and each for so long at most. Runs on the caller's thread; the clock's stops it. Any
 * thread may ask.
 */
final class QueryBox implements AutoCloseable {
    private static final Duration BETWEEN_STOPS = Duration.ofMillis(100);

    /** What DuckDB does not stop by then, such as reading the ends of many files, goes on without anybody. */
    private static final int MOST_STOPS = 50;

    private final QueryTables tables;
    private final ScheduledExecutorService clock;
    private final Duration longest;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<Running> running = new AtomicReference<>();
    private volatile boolean closed;

    QueryBox(QueryTables tables, ScheduledExecutorService clock, Duration longest) {
        this.tables = tables;
        this.clock = clock;
        this.longest = longest;
    }

    /** A query that runs, until its end. */
    private record Running(QuerySession session, CountDownLatch end) {}

    record Column(String name, String type) {}

    record Result(List<Column> columns, List<List<String>> rows, boolean truncated, long millis) {}

    /**
     * Runs a query.
     *
     * @return empty if another one runs
     * @throws IllegalArgumentException if it fails, with why
     */
    Optional<Result> ask(String sql) {
        if (!busy.compareAndSet(false, true)) {
            return Optional.empty();
        }
        long begin = System.nanoTime();
        try (QuerySession session = QuerySession.open(tables)) {
            Running self = new Running(session, new CountDownLatch(1));
            running.set(self);
            try {
                // Either this is seen here, or who closes sees what runs.
                if (closed) {
                    throw new IllegalArgumentException("The page is closing.");
                }
                return Optional.of(ask(session, sql, begin));
            } finally {
                running.set(null);
                self.end.countDown();
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("DuckDB does not start: " + e.getMessage(), e);
        } finally {
            busy.set(false);
        }
    }

    private Result ask(QuerySession session, String sql, long begin) {
        AtomicBoolean late = new AtomicBoolean();
        // Again and again: a stop between two statements of the session stops nothing.
        ScheduledFuture<?> stop = clock.scheduleWithFixedDelay(
                () -> {
                    late.set(true);
                    session.stop();
                },
                longest.toNanos(),
                BETWEEN_STOPS.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            QuerySession.Rows rows = session.ask(sql);
            return new Result(rows.columns(), rows.rows(), rows.truncated(), (System.nanoTime() - begin) / 1_000_000);
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    late.get()
                            ? "The query took more than " + longest.toSeconds() + " s, and was stopped."
                            : e.getMessage(),
                    e);
        } finally {
            stop.cancel(false);
        }
    }

    boolean isRunning() {
        return running.get() != null;
    }

    /** Lets no more begin, and returns when what runs has ended: a stop between two of its statements stops nothing, so there are several. */
    @Override
    public void close() {
        closed = true;
        Running now = running.get();
        try {
            for (int i = 0; now != null && i < MOST_STOPS; i++) {
                now.session.stop();
                if (now.end.await(BETWEEN_STOPS.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
