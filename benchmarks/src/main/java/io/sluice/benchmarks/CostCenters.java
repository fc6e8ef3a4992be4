package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * The samples of one recording, counted by the method that ran and by the innermost method that has a name one knows. Filled by
 * one thread.
 */
final class CostCenters {

    private static final int MOST = 12;
    private static final List<String> KNOWN =
            List.of("io.sluice.", "org.apache.parquet.", "org.apache.kafka.", "kafka.");

    /** Native methods that wait, and take nothing. */
    private static final Set<String> WAITING = Set.of(
            "EPoll.wait",
            "Net.poll",
            "Net.accept",
            "FileInputStream.readBytes",
            "FileInputStream.read0",
            "PlainSocketImpl.socketAccept",
            "SocketInputStream.socketRead0",
            "LinuxWatchService.poll",
            "ProcessHandleImpl.waitForProcessExit0",
            "UnixFileSystemProvider.waitFor",
            "RocksDB.waitForCompact");

    private final Map<String, Integer> byThreads = new HashMap<>();
    private final Map<String, Integer> byMethod = new HashMap<>();
    private final Map<String, Integer> byKnown = new HashMap<>();
    private int samples;

    static CostCenters of(Path recording) throws IOException {
        CostCenters centers = new CostCenters();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                String type = event.getEventType().getName();
                if ((type.equals("jdk.ExecutionSample") || type.equals("jdk.NativeMethodSample"))
                        && event.getStackTrace() != null
                        && !event.getStackTrace().getFrames().isEmpty()) {
                    RecordedThread thread = event.getThread("sampledThread");
                    centers.add(
                            thread == null || thread.getJavaName() == null ? "" : thread.getJavaName(),
                            event.getStackTrace().getFrames().stream()
                                    .map(RecordedFrame::getMethod)
                                    .map(CostCenters::name)
                                    .toList());
                }
            }
        }
        return centers;
    }

    private static String name(RecordedMethod method) {
        return method.getType().getName() + "." + method.getName();
    }

    /** Counts a sample. The innermost method comes first. */
    void add(String thread, List<String> stack) {
        if (WAITING.contains(shortened(stack.get(0)))) {
            return;
        }
        samples++;
        byThreads.merge(ThreadGroups.of(thread), 1, Integer::sum);
        byMethod.merge(shortened(stack.get(0)), 1, Integer::sum);
        byKnown.merge(
                stack.stream()
                        .filter(method -> KNOWN.stream().anyMatch(method::startsWith))
                        .findFirst()
                        .map(CostCenters::shortened)
                        .orElse("others"),
                1,
                Integer::sum);
    }

    /** The class without its package, and the method. */
    private static String shortened(String method) {
        int dot = method.lastIndexOf('.', method.lastIndexOf('.') - 1);
        return method.substring(dot + 1);
    }

    int samples() {
        return samples;
    }

    /** The most frequent, the first of which is the greatest cost. */
    List<String> methods() {
        return first(byMethod);
    }

    List<String> known() {
        return first(byKnown);
    }

    private List<String> first(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(entry ->
                        String.format(Locale.ROOT, "%4.1f %% %s", 100.0 * entry.getValue() / samples, entry.getKey()))
                .toList();
    }

    void report(String process, Report report) {
        List<String> methods = methods();
        List<String> known = known();
        List<String> threads = first(byThreads);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.max(methods.size(), known.size()); i++) {
            rows.add(List.of(
                    i < threads.size() ? threads.get(i) : "",
                    i < known.size() ? known.get(i) : "",
                    i < methods.size() ? methods.get(i) : ""));
        }
        report.add(new Report.Table(
                "Profile of the " + process + ", " + samples + " samples",
                List.of("threads", "nearest method of Sluice, Parquet or Kafka", "method"),
                rows));
    }
}
