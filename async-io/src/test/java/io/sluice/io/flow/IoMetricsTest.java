package io.sluice.io.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import javax.management.AttributeNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class IoMetricsTest {
    private final VirtualTime time = new VirtualTime();
    private final IoMetrics metrics = new IoMetrics(time.timing());
    private final IoMeter pooled = metrics.meter("pooled");

    private void read(IoMeter meter, long bytes, Duration took) {
        long begun = meter.begin();
        time.advance(took);
        meter.done(Operation.READ, bytes, begun);
    }

    @Test
    void operationsAreCountedByStrategyAndKind() {
        read(pooled, 1000, Duration.ofMillis(10));
        read(pooled, 3000, Duration.ofMillis(30));
        read(metrics.meter("mapped"), 7, Duration.ofMillis(1));

        IoSnapshot snapshot = metrics.snapshot();

        OperationStats stats = snapshot.operation("pooled", Operation.READ).orElseThrow();
        assertThat(stats.operations()).isEqualTo(2);
        assertThat(stats.errors()).isZero();
        assertThat(stats.bytes()).isEqualTo(4000);
        assertThat(stats.total()).isEqualTo(Duration.ofMillis(40));
        assertThat(stats.longest()).isEqualTo(Duration.ofMillis(30));
        assertThat(stats.bytesPerBusySecond()).isEqualTo(100_000.0);
        assertThat(snapshot.bytes(Operation.READ)).isEqualTo(4007);
        assertThat(snapshot.operation("pooled", Operation.WRITE)).isEmpty();
    }

    @Test
    void failuresCountAsOperationsAndAsErrors() {
        long begun = pooled.begin();
        time.advance(Duration.ofMillis(5));
        pooled.failed(Operation.OPEN, begun);

        OperationStats stats =
                metrics.snapshot().operation("pooled", Operation.OPEN).orElseThrow();

        assertThat(stats.operations()).isEqualTo(1);
        assertThat(stats.errors()).isEqualTo(1);
        assertThat(stats.total()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void theEndOfAFileCountsAsNoBytes() {
        read(pooled, -1, Duration.ofMillis(1));

        assertThat(metrics.snapshot().bytes(Operation.READ)).isZero();
    }

    @Test
    void throughputIsMeasuredBetweenTwoLooks() {
        read(pooled, 500, Duration.ofSeconds(1));
        IoSnapshot earlier = metrics.snapshot();
        read(pooled, 4000, Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));

        double rate = metrics.snapshot().bytesPerSecondSince(earlier, Operation.READ);

        assertThat(rate).isEqualTo(2000.0);
        assertThat(earlier.bytesPerSecondSince(earlier, Operation.READ)).isZero();
    }

    @Test
    void quantilesAreAtMostAQuarterTooLarge() {
        for (int millis = 1; millis <= 1000; millis++) {
            read(pooled, 1, Duration.ofMillis(millis));
        }

        OperationStats stats =
                metrics.snapshot().operation("pooled", Operation.READ).orElseThrow();

        assertThat(stats.median()).isBetween(Duration.ofMillis(500), Duration.ofMillis(625));
        assertThat(stats.percentile99()).isBetween(Duration.ofMillis(990), Duration.ofSeconds(1));
    }

    @Test
    void everyDurationFallsIntoTheBucketThatEndsAboveIt() {
        long[] durations = {0, 1023, 1024, 1279, 1280, 1535, 1536, 2047, 2048, 1_000_000, (1L << 36) - 1};

        assertThat(durations).satisfies(all -> {
            for (long nanos : all) {
                int bucket = LatencyHistogram.bucket(nanos);
                assertThat(LatencyHistogram.end(bucket)).isGreaterThan(nanos);
                if (bucket > 0) {
                    assertThat(LatencyHistogram.end(bucket - 1)).isLessThanOrEqualTo(nanos);
                }
            }
        });
        assertThat(LatencyHistogram.bucket(Long.MAX_VALUE)).isEqualTo(LatencyHistogram.bucket(1L << 36));
        assertThat(LatencyHistogram.bucket(-1)).isZero();
    }

    @Test
    void openFilesAreWhatWasOpenedAndNotClosed() {
        metrics.fileOpened();
        metrics.fileOpened();
        metrics.fileClosed();

        IoSnapshot snapshot = metrics.snapshot();

        assertThat(snapshot.filesOpened()).isEqualTo(2);
        assertThat(snapshot.filesOpen()).isEqualTo(1);
    }

    @Test
    void countsFromManyThreadsAddUp() throws InterruptedException, ExecutionException {
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            work.add(() -> {
                for (int i = 0; i < 10_000; i++) {
                    metrics.meter("contended").done(Operation.WRITE, 3, time.now());
                }
                return null;
            });
        }

        TestThreads.runAll(work);

        OperationStats stats =
                metrics.snapshot().operation("contended", Operation.WRITE).orElseThrow();
        assertThat(stats.operations()).isEqualTo(40_000);
        assertThat(stats.bytes()).isEqualTo(120_000);
    }

    @Test
    void whatIsWatchedIsInTheSnapshotAndInTheValues() {
        Permits permits = new Permits("read", new PermitLimits(3, 100, 5), time.timing());
        RateLimit rate = new RateLimit("read", RateLimits.operations(1), time.timing());
        metrics.watch(permits);
        metrics.watch(rate);
        try (WorkerPool pool = new WorkerPool("io", 2, 7)) {
            metrics.watch(pool);
            read(pooled, 10, Duration.ofSeconds(2));
            permits.acquire(40).join();
            rate.acquire(0).join();
            var unused = rate.acquire(0);

            IoSnapshot snapshot = metrics.snapshot();

            assertThat(snapshot.permits().get("read").bytes()).isEqualTo(40);
            assertThat(snapshot.pools().get("io").queueLimit()).isEqualTo(7);
            assertThat(snapshot.rateWaiters()).containsEntry("read", 1);
            assertThat(metrics.values())
                    .containsEntry("permits.read.bytes", 40L)
                    .containsEntry("permits.read.operations", 1)
                    .containsEntry("pool.io.threads", 2)
                    .containsEntry("rate.read.waiters", 1)
                    .containsEntry("strategy.pooled.read.bytes", 10L)
                    .containsEntry("strategy.pooled.read.seconds", 2.0)
                    .containsEntry("files.open", 0L)
                    .containsEntry("files.retries", 0L);
        }
    }

    @Test
    void oneNameIsWatchedOnce() {
        metrics.watch(new Permits("read", new PermitLimits(1, 1, 1), time.timing()));

        assertThatThrownBy(() -> metrics.watch(new Permits("read", new PermitLimits(1, 1, 1), time.timing())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("metrics: read is watched already, names must differ");
    }

    @Test
    void strategiesWithoutEndAreRefused() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        metrics.meter("strategy-" + i);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are 256 names");
    }

    @Test
    void theValuesCanBeReadOverJmxUntilClosed() throws JMException {
        metrics.watch(new Permits("read", new PermitLimits(3, 100, 5), time.timing()));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("sluice.test.metrics:type=strategy,name=\"pooled\"");
        ObjectName permitsName = new ObjectName("sluice.test.metrics:type=permits,name=\"read\"");
        try (MetricBeans beans = metrics.registerMBeans("sluice.test.metrics")) {
            assertThat(beans.names()).contains(name, permitsName);
            assertThat(server.getMBeanInfo(name).getAttributes()).isEmpty();

            read(pooled, 10, Duration.ofSeconds(2));

            assertThat(server.getAttribute(name, "read.bytes")).isEqualTo(10L);
            assertThat(server.getMBeanInfo(name).getAttributes())
                    .extracting(MBeanAttributeInfo::getName)
                    .contains("read.operations", "read.p99.seconds");
            assertThat(server.getAttributes(name, new String[] {"read.bytes", "nonsense"}))
                    .hasSize(1);
            assertThat(server.getAttribute(permitsName, "limit.bytes")).isEqualTo(100L);
            assertThatThrownBy(() -> server.getAttribute(name, "nonsense"))
                    .isInstanceOf(AttributeNotFoundException.class);
        }
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    void aTakenDomainIsAnErrorAndLeavesTheFirstOneAlone() throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (MetricBeans first = metrics.registerMBeans("sluice.test.taken")) {
            IoMetrics others = new IoMetrics(time.timing());

            assertThatThrownBy(() -> others.registerMBeans("sluice.test.taken"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("sluice.test.taken");

            assertThat(first.names()).allMatch(server::isRegistered);
        }
    }
}
