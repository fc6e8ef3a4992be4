package io.sluice.sink;

import io.sluice.sink.files.DeadLetters;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * The bad records of one partition on their way to Connect's dead-letter queue. The partition's lane puts them here; Connect's
 * thread, which alone may call the reporter, reports them and sees that they arrive. There are no more of them than the records
 * that wait for the lane have lines.
 */
final class ErrantRecords implements DeadLetters {
    private record Report(SinkRecord record, String reason) {}

    /** Null if the connector tolerates no errors. */
    private final ErrantRecordReporter reporter;

    private final Queue<Report> reports = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong arrived = new AtomicLong();

    // Connect's thread only.
    private final Queue<Future<Void>> sent = new ArrayDeque<>();

    ErrantRecords(ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    @Override
    public boolean take(SinkRecord record, String reason) {
        if (reporter == null) {
            return false;
        }
        long unused = taken.incrementAndGet();
        reports.add(new Report(record, reason));
        return true;
    }

    @Override
    public long taken() {
        return taken.get();
    }

    @Override
    public long arrived() {
        return arrived.get();
    }

    /**
     * Reports what is here, and waits for so long until all of it has arrived. Returns whether any did.
     *
     * @throws ConnectException if one did not arrive
     */
    boolean report(Duration atMost) {
        for (Report report = reports.poll(); report != null; report = reports.poll()) {
            sent.add(reporter.report(report.record(), new DataException(report.reason())));
        }
        boolean any = false;
        long end = System.nanoTime() + atMost.toNanos();
        while (!sent.isEmpty() && hasArrived(sent.peek(), Math.max(0, end - System.nanoTime()))) {
            Future<Void> unused = sent.remove();
            any = arrived.incrementAndGet() > 0;
        }
        return any;
    }

    private static boolean hasArrived(Future<Void> report, long nanos) {
        try {
            Void unused = report.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failure) {
            throw new ConnectException(
                    "a bad record could not be reported to the dead-letter queue", failure.getCause());
        }
    }
}
