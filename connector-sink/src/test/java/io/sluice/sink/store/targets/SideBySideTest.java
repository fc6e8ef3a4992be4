package io.sluice.sink.store.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void aCallerWhoseHelpersNeverComeDoesAllByItself() throws IOException {
        List<Runnable> neverRun = new ArrayList<>();
        List<Integer> done = new ArrayList<>();

        SideBySide.each(neverRun::add, 3, List.of(1, 2, 3), done::add);

        assertThat(done).containsExactly(1, 2, 3);
        // One that comes when all is over finds nothing to do.
        neverRun.forEach(Runnable::run);
        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void aPoolThatTakesNothingIsNotNeeded() throws IOException {
        List<Integer> done = new ArrayList<>();

        SideBySide.each(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                3,
                List.of(1, 2, 3),
                done::add);

        assertThat(done).containsExactly(1, 2, 3);
    }

    @Test
    void callsOfTheCallerAndItsHelpersRunAtOnce() throws IOException {
        ExecutorService helpers = Executors.newFixedThreadPool(2, task -> new Thread(task, "side-by-side-test-helper"));
        try {
            Set<Integer> done = ConcurrentHashMap.newKeySet();
            CyclicBarrier together = new CyclicBarrier(3);

            SideBySide.each(helpers, 2, List.of(1, 2, 3), each -> {
                meet(together);
                done.add(each);
            });

            assertThat(done).containsExactlyInAnyOrder(1, 2, 3);
        } finally {
            helpers.shutdown();
        }
    }

    private static void meet(CyclicBarrier barrier) throws IOException {
        try {
            int unused = barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupt);
        } catch (BrokenBarrierException | TimeoutException nobodyElseCame) {
            throw new IOException(nobodyElseCame);
        }
    }

    @Test
    void afterAFailureNoMoreCallsAreBegunAndItIsThrown() {
        List<Integer> done = new ArrayList<>();
        IOException broken = new IOException("broken");

        assertThatThrownBy(() -> SideBySide.each(Runnable::run, 1, List.of(1, 2, 3), each -> {
                    done.add(each);
                    if (each == 2) {
                        throw broken;
                    }
                }))
                .isSameAs(broken);
        assertThat(done).containsExactly(1, 2);
    }

    @Test
    void nothingIsSoonDone() throws IOException {
        SideBySide.each(Runnable::run, 3, List.of(), each -> {
            throw new IOException("there is none");
        });
    }
}
