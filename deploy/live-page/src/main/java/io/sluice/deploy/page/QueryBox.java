package io.sluice.deploy.page;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    private final QueryTables tables;
    private final ScheduledExecutorService clock;
    private final Duration longest;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<QuerySession> running = new AtomicReference<>();
    private volatile boolean closed;

    QueryBox(QueryTables tables, ScheduledExecutorService clock, Duration longest) {
        this.tables = tables;
        this.clock = clock;
        this.longest = longest;
    }

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
            running.set(session);
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
                if (closed) {
                    throw new IllegalArgumentException("The page is closing.");
                }
                QuerySession.Rows rows = session.ask(sql);
                return Optional.of(new Result(
                        rows.columns(), rows.rows(), rows.truncated(), (System.nanoTime() - begin) / 1_000_000));
            } catch (SQLException e) {
                throw new IllegalArgumentException(
                        late.get()
                                ? "The query took more than " + longest.toSeconds() + " s, and was stopped."
                                : e.getMessage(),
                        e);
            } finally {
                stop.cancel(false);
                running.set(null);
            }
        } catch (SQLException e) {
            throw new IllegalArgumentException("DuckDB does not start: " + e.getMessage(), e);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        QuerySession session = running.get();
        if (session != null) {
            session.stop();
        }
    }
}
