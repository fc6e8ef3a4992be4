package io.sluice.io.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random use: against a plain model on one thread, and for the sums on several. */
class PermitsStressTest {
    private static final int OPERATIONS = 7;
    private static final long BYTES = 1000;

    private final VirtualTime time = new VirtualTime();

    /** What waits and what is out, as lists, written down as the rules say it. */
    private static final class Model {
        private record Request(int number, long bytes) {}

        private final ArrayDeque<Request> line = new ArrayDeque<>();
        private final List<Integer> granted = new ArrayList<>();
        private PermitLimits limits;
        private int operations;
        private long bytes;

        Model(PermitLimits limits) {
            this.limits = limits;
        }

        void ask(int number, long wanted) {
            if (wanted <= limits.bytes()) {
                line.add(new Request(number, wanted));
                serve();
            }
        }

        void giveBack(long returned) {
            operations--;
            bytes -= returned;
            serve();
        }

        void leave(int number) {
            line.removeIf(request -> request.number() == number);
            serve();
        }

        void resize(PermitLimits changed) {
            limits = changed;
            line.removeIf(request -> request.bytes() > changed.bytes());
            serve();
        }

        private void serve() {
            while (!line.isEmpty()
                    && operations < limits.operations()
                    && bytes + line.peek().bytes() <= limits.bytes()) {
                Request first = line.remove();
                operations++;
                bytes += first.bytes();
                granted.add(first.number());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyMixOfCallsServesTheSameRequestsInTheSameOrderAsTheModel(long seed) {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        PermitLimits limits = new PermitLimits(OPERATIONS, BYTES, Integer.MAX_VALUE);
        Permits permits = new Permits("read", limits, time.timing());
        Model model = new Model(limits);
        List<Integer> granted = new ArrayList<>();
        List<CompletableFuture<Permit>> all = new ArrayList<>();
        List<Permit> out = new ArrayList<>();

        for (int step = 0; step < 5_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 45) {
                int number = all.size();
                long wanted = random.nextInt(4) == 0
                        ? random.nextLong(permits.limits().bytes() + 1)
                        : random.nextLong(50);
                model.ask(number, wanted);
                CompletableFuture<Permit> acquired = permits.acquire(wanted);
                all.add(acquired);
                var unused = acquired.thenAccept(permit -> {
                    granted.add(number);
                    out.add(permit);
                });
            } else if (choice < 85 && !out.isEmpty()) {
                Permit permit = out.remove(random.nextInt(out.size()));
                model.giveBack(permit.bytes());
                permit.close();
            } else if (choice < 98 && !all.isEmpty()) {
                int number = random.nextInt(all.size());
                if (all.get(number).cancel(false)) {
                    model.leave(number);
                }
            } else {
                PermitLimits changed =
                        new PermitLimits(1 + random.nextInt(OPERATIONS), 1 + random.nextLong(BYTES), Integer.MAX_VALUE);
                model.resize(changed);
                permits.resize(changed);
            }
            assertThat(granted).as("step %d of seed %d", step, seed).hasSameSizeAs(model.granted);
            assertThat(permits.use().bytes()).isEqualTo(model.bytes);
            assertThat(permits.use().waiters()).isEqualTo(model.line.size());
        }

        assertThat(granted).isEqualTo(model.granted).hasSizeGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void underContentionNeverMoreIsOutThanAllowedAndNothingStaysOut(long seed)
            throws InterruptedException, ExecutionException {
        System.out.println("seed " + seed);
        Permits permits = new Permits("read", new PermitLimits(OPERATIONS, BYTES, Integer.MAX_VALUE), time.timing());
        AtomicLong bytesOut = new AtomicLong();
        AtomicInteger operationsOut = new AtomicInteger();
        AtomicLong worstBytes = new AtomicLong();
        AtomicInteger worstOperations = new AtomicInteger();
        AtomicInteger served = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(4);
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(seed * 31 + t);
            work.add(() -> {
                start.await(60, TimeUnit.SECONDS);
                ArrayDeque<CompletableFuture<Permit>> mine = new ArrayDeque<>();
                for (int i = 0; i < 20_000; i++) {
                    CompletableFuture<Permit> acquired = permits.acquire(random.nextLong(400));
                    var unused = acquired.thenAccept(permit -> {
                        worstBytes.accumulateAndGet(bytesOut.addAndGet(permit.bytes()), Math::max);
                        worstOperations.accumulateAndGet(operationsOut.incrementAndGet(), Math::max);
                        served.incrementAndGet();
                    });
                    mine.add(acquired);
                    while (mine.size() > random.nextInt(20)) {
                        letGo(mine, random, bytesOut, operationsOut);
                    }
                }
                while (!mine.isEmpty()) {
                    letGo(mine, random, bytesOut, operationsOut);
                }
                return null;
            });
        }

        TestThreads.runAll(work);

        assertThat(worstBytes.get()).isBetween(1L, BYTES);
        assertThat(worstOperations.get()).isBetween(1, OPERATIONS);
        assertThat(permits.use().peakBytes()).isLessThanOrEqualTo(BYTES);
        assertThat(permits.use().operations()).isZero();
        assertThat(permits.use().bytes()).isZero();
        assertThat(permits.use().waiters()).isZero();
        assertThat(served.get()).isGreaterThan(500);
    }

    /** Cancels one of them, or closes it if it had been granted by then: whichever wins the race. */
    private static void letGo(
            ArrayDeque<CompletableFuture<Permit>> mine,
            Random random,
            AtomicLong bytesOut,
            AtomicInteger operationsOut) {
        Iterator<CompletableFuture<Permit>> some = mine.iterator();
        CompletableFuture<Permit> acquired = some.next();
        if (random.nextBoolean() && some.hasNext()) {
            acquired = some.next();
        }
        some.remove();
        if (!acquired.cancel(false)) {
            Permit permit = acquired.join();
            bytesOut.addAndGet(-permit.bytes());
            operationsOut.decrementAndGet();
            permit.close();
        }
    }
}
