package io.sluice.deploy.artefacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What DuckDB sees of a table's directory by a glob, of rows as {@link TradeLoad} numbers them. Owned by the test's thread. */
final class Lake {
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    private static final int BETWEEN_MILLIS = 300;

    private final Connection duck;
    private final Path table;

    Lake(Connection duck, Path table) {
        this.duck = duck;
        this.table = table;
    }

    /** A condition that may have to ask somebody. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Waits until it holds, for very long. */
    static void await(Condition condition, Supplier<String> otherwise) throws InterruptedException {
        long end = System.nanoTime() + ArchiveCluster.LONG.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("not within " + ArchiveCluster.LONG.toSeconds() + " s: " + otherwise.get());
            }
            pause(BETWEEN_MILLIS);
        }
    }

    static void pause(int millis) throws InterruptedException {
        assertThat(NEVER.await(millis, TimeUnit.MILLISECONDS)).isFalse();
    }

    long rows() {
        return number("count(*)");
    }

    /** Every number from 0 to before {@code count} is there, once. */
    void assertNumbered(long count) {
        assertThat(number("count(*)")).isEqualTo(count);
        assertThat(number("count(distinct number)")).isEqualTo(count);
        assertThat(number("min(number)")).isZero();
        assertThat(number("max(number)")).isEqualTo(count - 1);
        assertThat(number("count(distinct symbol)")).isEqualTo(TradeLoad.SYMBOLS);
    }

    private long number(String what) {
        String files = "glob('" + table + "/**/*.parquet')";
        if (one("select count(*) from " + files) == 0) {
            return 0;
        }
        return one("select " + what + " from read_parquet('" + table + "/**/*.parquet', hive_partitioning=false)");
    }

    private long one(String query) {
        try (Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }
}
