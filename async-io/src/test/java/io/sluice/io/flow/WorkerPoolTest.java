package io.sluice.io.flow;

import static io.sluice.io.flow.Failures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    private final WorkerPool pool = new WorkerPool("read", 1, 2);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
    }

    /** Occupies the pool's one thread until the gate opens. */
    private CompletableFuture<String> occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> running = pool.submit(() -> {
            begun.countDown();
            gate.await();
            return Thread.currentThread().isInterrupted() ? "interrupted" : "in peace";
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    private static <T> T get(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void tasksRunOnNamedDaemonThreads() throws InterruptedException, ExecutionException, TimeoutException {
        Thread thread = get(pool.submit(Thread::currentThread));

        assertThat(thread.getName()).isEqualTo("sluice-read-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void aFailedTaskFailsItsFutureAndKeepsItsThread()
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Object> failed = pool.submit(() -> {
            throw new IOException("gone");
        });
        assertThatThrownBy(() -> get(failed)).cause().isInstanceOf(IOException.class);

        assertThat(get(pool.submit(Thread::currentThread)).getName()).isEqualTo("sluice-read-1");
    }

    @Test
    void anErrorOutOfAnExecutedTaskKeepsTheThreadToo()
            throws InterruptedException, ExecutionException, TimeoutException {
        pool.execute(() -> {
            throw new AssertionError("this is meant to be in the log");
        });

        assertThat(get(pool.submit(Thread::currentThread)).getName()).isEqualTo("sluice-read-1");
    }

    @Test
    void aFullPoolRefusesAndSaysSo() throws InterruptedException {
        var unused = occupy();
        CompletableFuture<Object> first = pool.submit(() -> null);
        CompletableFuture<Object> second = pool.submit(() -> null);

        CompletableFuture<Object> refused = pool.submit(() -> null);

        assertThat(failureOf(refused))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("pool read is full: 1 threads work and 2 tasks wait;"
                        + " ask for less at once or allow a longer queue");
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(pool.use().rejected()).isEqualTo(2);
    }

    @Test
    void itCountsWhatRunsAndWhatWaits() throws InterruptedException {
        var unused = occupy();
        CompletableFuture<Object> waiting = pool.submit(() -> null);

        WorkerUse use = pool.use();

        assertThat(waiting).isNotDone();
        assertThat(use.active()).isEqualTo(1);
        assertThat(use.queued()).isEqualTo(1);
        assertThat(use.queueLimit()).isEqualTo(2);
        assertThat(use.threads()).isEqualTo(1);
    }

    @Test
    void aTaskCancelledBeforeItBeginsDoesNotRun() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<String> running = occupy();
        List<String> ran = new ArrayList<>();
        CompletableFuture<Boolean> cancelled = pool.submit(() -> ran.add("cancelled"));
        CompletableFuture<Boolean> kept = pool.submit(() -> ran.add("kept"));

        cancelled.cancel(true);

        gate.countDown();
        get(running);
        get(kept);
        assertThat(ran).containsExactly("kept");
    }

    @Test
    void aTaskCancelledWhileItRunsIsNotInterruptedAndItsValueIsHandedOver()
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> unclaimed = new CompletableFuture<>();
        CompletableFuture<String> running = pool.submit(
                () -> {
                    begun.countDown();
                    gate.await();
                    return Thread.currentThread().isInterrupted() ? "interrupted" : "a handle";
                },
                unclaimed::complete);
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

        running.cancel(true);

        gate.countDown();
        assertThat(get(unclaimed)).isEqualTo("a handle");
    }

    @Test
    void closingRunsWhatWasAccepted() throws InterruptedException {
        CompletableFuture<String> running = occupy();
        CompletableFuture<String> waiting = pool.submit(() -> "ran");
        gate.countDown();

        List<String> unfinished = pool.close(Duration.ofSeconds(60));

        assertThat(unfinished).isEmpty();
        assertThat(running).isCompletedWithValue("in peace");
        assertThat(waiting).isCompletedWithValue("ran");
        assertThatThrownBy(() -> pool.execute(() -> {})).hasMessage("pool read is closed");
    }

    @Test
    void closingReportsWhatDidNotEndAndLeavesItInPeace()
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<String> running = occupy();
        CompletableFuture<String> waiting = pool.submit(() -> "ran");

        List<String> unfinished = pool.close(Duration.ofMillis(1));

        assertThat(unfinished).hasSize(2);
        assertThat(unfinished.get(0)).startsWith("sluice-read-1 at ");
        assertThat(unfinished.get(1)).isEqualTo("1 waiting tasks");
        gate.countDown();
        assertThat(get(running)).isEqualTo("in peace");
        assertThat(get(waiting)).isEqualTo("ran");
    }

    @Test
    void anInterruptedCallerOfCloseKeepsItsInterrupt() throws InterruptedException {
        var unused = occupy();
        Thread.currentThread().interrupt();

        pool.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> new WorkerPool("cpu", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pool.cpu.threads is 0: it must be from 1 to 1024");
        assertThatThrownBy(() -> new WorkerPool("cpu", 1, 0)).hasMessageContaining("pool.cpu.queue is 0");
    }
}
