package io.sluice.sink.store;

import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsOperation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs on threads of their own of which only one runs at a time, and lets chance say before each call to a file
 * system which. The same seed gives the same order. One schedule at a time; the threads outlive it.
 */
final class Interleaving implements AutoCloseable {
    private static final double SWITCHES = 0.12;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-interleaved");
        thread.setDaemon(true);
        return thread;
    });

    /** Set before the turns begin, read by who has the turn. */
    private Round current;

    /** What one of them does. */
    interface Program {
        void run();
    }

    /** One that was given to {@link Round#add}; only the holder of the turn touches it, but for the turn itself. */
    private static final class Lane {
        final Program program;
        final Semaphore turn = new Semaphore(0);

        Lane(Program program) {
            this.program = program;
        }
    }

    /** Programs that run at the same time. */
    final class Round {
        private final SplittableRandom random;
        private final List<Lane> alive = new ArrayList<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private Lane running;
        private long callsLeft = Long.MAX_VALUE;
        private Runnable interruption = () -> {};

        private Round(SplittableRandom random) {
            this.random = random;
        }

        /** Lets something happen to all of them before the call of that number, from 1, whoever makes it. */
        void before(long call, Runnable what) {
            callsLeft = call;
            interruption = what;
        }

        void add(Program program) {
            alive.add(new Lane(program));
        }

        private void beforeCall() {
            if (--callsLeft == 0) {
                interruption.run();
            }
            if (alive.size() < 2 || random.nextDouble() >= SWITCHES) {
                return;
            }
            Lane mine = running;
            pass();
            mine.turn.acquireUninterruptibly();
        }

        private void pass() {
            running = alive.get(random.nextInt(alive.size()));
            running.turn.release();
        }

        /** Runs all to their ends; throws what the first of them threw. */
        void run() throws InterruptedException, ExecutionException, TimeoutException {
            if (alive.isEmpty()) {
                return;
            }
            current = this;
            List<Throwable> failures = new ArrayList<>();
            for (Lane lane : List.copyOf(alive)) {
                threads.execute(() -> {
                    lane.turn.acquireUninterruptibly();
                    try {
                        lane.program.run();
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                    alive.remove(lane);
                    if (alive.isEmpty()) {
                        over.complete(null);
                    } else {
                        pass();
                    }
                });
            }
            pass();
            over.get(5, TimeUnit.MINUTES);
            if (!failures.isEmpty()) {
                throw new AssertionError("a program failed", failures.get(0));
            }
        }
    }

    /** The file system of programs, which may lose their turn before each call of the round that runs. */
    Vfs switching(Vfs vfs) {
        return new ForwardingVfs(vfs) {
            @Override
            protected <T> T around(VfsOperation operation, Call<T> call) throws IOException {
                current.beforeCall();
                return call.make(Long.MAX_VALUE);
            }
        };
    }

    Round round(SplittableRandom random) {
        return new Round(random);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
