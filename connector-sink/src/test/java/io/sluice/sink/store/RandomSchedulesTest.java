package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.vfs.MemoryVfs;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of stories of a data set. One that fails is told again by its seed:
 *
 * <pre>mvn test -pl connector-sink -Dtest=RandomSchedulesTest -Dsluice.seed=SEED -Dsluice.schedules=1</pre>
 */
class RandomSchedulesTest {
    private static final Logger OUT = Logger.getLogger(RandomSchedulesTest.class.getName());

    @Test
    void tenThousandRandomSchedulesLoseAndDoubleNothing()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        int schedules = Integer.getInteger("sluice.schedules", 10_000);
        long faults = tell(Long.getLong("sluice.seed", 1), schedules);
        assertThat(faults).isGreaterThan(schedules == 1 ? -1 : schedules);
    }

    /** Others each time; the seed of one that fails is in its message. */
    @Tag("soak")
    @Test
    void aHundredThousandNewRandomSchedulesLoseAndDoubleNothing()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        long seed = System.currentTimeMillis() << 20;
        assertThat(tell(seed, 100_000)).isPositive();
    }

    /** Half of them on another thread; a schedule does not depend on those before it. */
    private static long tell(long first, int count)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        FutureTask<RandomSchedule.Outcome> upper =
                new FutureTask<>(() -> tellAll(first + count / 2, count - count / 2));
        new Thread(upper, "test-upper-half").start();
        RandomSchedule.Outcome lower = tellAll(first, count / 2);
        RandomSchedule.Outcome all = lower.plus(upper.get(1, TimeUnit.HOURS));
        OUT.info(count + " schedules from seed " + first + ": " + all + ", " + (System.nanoTime() - start) / 1_000_000
                + " ms");
        return all.faults();
    }

    private static RandomSchedule.Outcome tellAll(long first, int count)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        MemoryVfs nearACheckpoint = RandomSchedule.nearACheckpoint();
        RandomSchedule.Outcome all = new RandomSchedule.Outcome(0, 0, 0);
        try (Interleaving interleaving = new Interleaving()) {
            for (long seed = first; seed < first + count; seed++) {
                RandomSchedule schedule = new RandomSchedule(seed, interleaving);
                try {
                    all = all.plus(schedule.run(nearACheckpoint));
                } catch (IOException | ExecutionException | RuntimeException | AssertionError failure) {
                    throw new AssertionError(
                            "schedule " + seed + " (-Dsluice.seed=" + seed + " -Dsluice.schedules=1):\n"
                                    + String.join("\n", schedule.story()),
                            failure);
                }
            }
        }
        return all;
    }
}
