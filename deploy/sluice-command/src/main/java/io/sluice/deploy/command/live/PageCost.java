package io.sluice.deploy.command.live;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processor time that the page takes in this process, by the names of threads: its own, and those that clients have, of which some
 * are others' as well. Looked at often enough that a thread which has ended was seen before. Any thread.
 */
final class PageCost {
    /** The client of the brokers that asks for the page only. */
    static final String CLIENT = "sluice-page";

    private static final List<String> NAMES = List.of(
            "sluice-page-",
            "HTTP-Dispatcher",
            "HttpClient-",
            "JMX ",
            "RMI ",
            "kafka-admin-client-thread | " + CLIENT,
            "sdk-",
            "aws-");

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long begin = System.nanoTime();
    private Map<Long, Long> seen = new HashMap<>();
    private long nanos;

    /** Adds what the threads have taken since the last look. */
    synchronized void look() {
        Map<Long, Long> now = new HashMap<>();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && NAMES.stream().anyMatch(thread.getThreadName()::startsWith)) {
                long cpu = Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
                now.put(thread.getThreadId(), cpu);
                nanos += Math.max(0, cpu - seen.getOrDefault(thread.getThreadId(), 0L));
            }
        }
        seen = now;
    }

    /** Of one core, since the page has looked at the pipeline. */
    synchronized double share() {
        return (double) nanos / Math.max(1, System.nanoTime() - begin);
    }
}
