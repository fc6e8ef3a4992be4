package io.sluice.deploy.command.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StopOnSignalTest {
    private final CountDownLatch told = new CountDownLatch(1);
    private final StopOnSignal stop = new StopOnSignal(Thread.currentThread(), told::countDown);

    @Test
    void aSignalInterruptsTheCommandAndWaitsForItsEnd()
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<Void> hook = signalOnItsThread();

        assertThatThrownBy(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES))
                .isInstanceOf(InterruptedException.class);
        assertThat(told.getCount()).isZero();
        assertThat(stop.beginStop()).isTrue();
        assertThat(hook).isNotDone();
        stop.end();
        hook.get(1, TimeUnit.MINUTES);
    }

    @Test
    void anInterruptThatCameBeforeTheStopBeginsIsTaken()
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<Void> hook = signalOnItsThread();
        awaitUninterrupted(told);

        assertThat(stop.beginStop()).isTrue(); // waits for the signal to be sent, as both hold the same lock

        assertThat(Thread.interrupted()).isFalse();
        stop.end();
        hook.get(1, TimeUnit.MINUTES);
    }

    @Test
    void aCommandThatStopsAlreadyIsNotInterrupted() throws InterruptedException, ExecutionException, TimeoutException {
        assertThat(stop.beginStop()).isFalse();
        stop.end();

        signalOnItsThread().get(1, TimeUnit.MINUTES);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(told.getCount()).isOne();
        assertThat(stop.stopping()).isTrue();
    }

    /** The interrupt may come while waiting or after: put back, it is pending in either case. */
    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FutureTask<Void> signalOnItsThread() {
        FutureTask<Void> hook = new FutureTask<>(stop::signal, null);
        new Thread(hook, "hook").start();
        return hook;
    }
}
