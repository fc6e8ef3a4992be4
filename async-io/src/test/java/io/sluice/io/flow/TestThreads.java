package io.sluice.io.flow;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs pieces of work each on a thread of its own, for tests of races. */
final class TestThreads {
    private TestThreads() {}

    /** Returns when all have ended, and fails if one did. */
    static <T> void runAll(List<Callable<T>> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(work.size(), task -> {
            Thread thread = new Thread(task, "flow-test");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (Future<T> future : threads.invokeAll(work, 120, TimeUnit.SECONDS)) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
