package io.sluice.io.read.compare;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks every few milliseconds at how much heap and direct memory is used, on a thread of its own, and keeps the most. */
final class MemoryWatch implements AutoCloseable {

    private static final int EVERY_MILLIS = 5;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::watch, "sluice-compare-memory");
    private volatile long peak;

    MemoryWatch() {
        // Or what the way before left behind would count against this one.
        ManagementFactory.getMemoryMXBean().gc();
        peak = used();
        thread.setDaemon(true);
        thread.start();
    }

    long peakBytes() {
        return Math.max(peak, used());
    }

    private void watch() {
        try {
            while (!end.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, used());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long used() {
        long bytes = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                bytes += pool.getMemoryUsed();
            }
        }
        return bytes;
    }

    @Override
    public void close() {
        end.countDown();
        Patience.untilAnyhow(thread::join);
    }
}
