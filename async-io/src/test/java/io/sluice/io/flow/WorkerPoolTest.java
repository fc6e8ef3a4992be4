package io.sluice.io.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
        CompletableFuture<String> running = submit(() -> {
            begun.countDown();
            gate.await();
            return Thread.currentThread().isInterrupted() ? "interrupted" : "in peace";
        });
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        return running;
    }

    private <T> CompletableFuture<T> submit(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        pool.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static <T> T get(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(60, TimeUnit.SECONDS);
    }

    @Test
    void tasksRunOnNamedDaemonThreads() throws InterruptedException, ExecutionException, TimeoutException {
        Thread thread = get(submit(Thread::currentThread));

        assertThat(thread.getName()).isEqualTo("sluice-read-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void anErrorOutOfAnExecutedTaskKeepsTheThreadToo()
            throws InterruptedException, ExecutionException, TimeoutException {
        pool.execute(() -> {
            throw new AssertionError("this is meant to be in the log");
        });

        assertThat(get(submit(Thread::currentThread)).getName()).isEqualTo("sluice-read-1");
    }

    @Test
    void aFullPoolRefusesAndSaysSo() throws InterruptedException {
        var unused = occupy();
        CompletableFuture<Object> first = submit(() -> null);
        CompletableFuture<Object> second = submit(() -> null);

        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("pool read is full: 1 threads work and 2 tasks wait;"
                        + " ask for less at once or allow a longer queue");
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        assertThat(pool.use().rejected()).isEqualTo(1);
    }

    @Test
    void itCountsWhatRunsAndWhatWaits() throws InterruptedException {
        var unused = occupy();
        CompletableFuture<Object> waiting = submit(() -> null);

        WorkerUse use = pool.use();

        assertThat(waiting).isNotDone();
        assertThat(use.active()).isEqualTo(1);
        assertThat(use.queued()).isEqualTo(1);
        assertThat(use.queueLimit()).isEqualTo(2);
        assertThat(use.threads()).isEqualTo(1);
    }

    @Test
    void closingRunsWhatWasAccepted() throws InterruptedException {
        CompletableFuture<String> running = occupy();
        CompletableFuture<String> waiting = submit(() -> "ran");
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
        CompletableFuture<String> waiting = submit(() -> "ran");

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
