package io.sluice.benchmarks.readymade;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Makes its records when it starts, then hands them out, the last ones first. Used by the task's thread; stopped by another. */
public final class ReadyMadeTask extends SourceTask {

    /** What the file source counts for each record beside its bytes. */
    private static final int RECORD_OVERHEAD = 256;

    private static final Map<String, String> PARTITION = Map.of("file", "ready-made");

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<List<SourceRecord>> polls = new ArrayList<>();
    private int left;

    @Override
    public void start(Map<String, String> properties) {
        String topic = properties.get(ReadyMadeConnector.TOPIC);
        int recordBytes = Integer.parseInt(properties.getOrDefault(ReadyMadeConnector.RECORD_BYTES, "0"));
        int pollBytes = Integer.parseInt(properties.get(ReadyMadeConnector.POLL_BYTES));
        byte[] content = content(Path.of(properties.get(ReadyMadeConnector.FILE)));
        List<SourceRecord> poll = new ArrayList<>();
        int size = 0;
        for (int from = 0; from < content.length; ) {
            int to = recordBytes == 0 ? lineEnd(content, from) : lastLineEnd(content, from, from + recordBytes);
            poll.add(record(topic, content, from, to, recordBytes == 0));
            size += to - from + RECORD_OVERHEAD;
            from = to;
            if (size >= pollBytes || from == content.length) {
                polls.add(poll);
                poll = new ArrayList<>();
                size = 0;
            }
        }
        left = polls.size() * Integer.parseInt(properties.get(ReadyMadeConnector.TIMES));
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConnectException("the records cannot be made from " + file, e);
        }
    }

    private static int lineEnd(byte[] content, int from) {
        int at = from;
        while (content[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private static int lastLineEnd(byte[] content, int from, int limit) {
        int at = Math.min(limit, content.length);
        while (content[at - 1] != '\n' && at > from + 1) {
            at--;
        }
        return at;
    }

    private static SourceRecord record(String topic, byte[] content, int from, int to, boolean line) {
        Map<String, Long> offset = Map.of("position", (long) to);
        if (line) {
            String text = new String(content, from, to - 1 - from, StandardCharsets.UTF_8);
            return new SourceRecord(PARTITION, offset, topic, Schema.STRING_SCHEMA, text);
        }
        byte[] chunk = Arrays.copyOfRange(content, from, to);
        return new SourceRecord(PARTITION, offset, topic, Schema.BYTES_SCHEMA, chunk);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        if (left == 0) {
            // Nothing more will come: back to the framework now and then, which commits and may want to stop.
            boolean unused = stopped.await(100, TimeUnit.MILLISECONDS);
            return null;
        }
        left--;
        return polls.get(left % polls.size());
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public String version() {
        return "1";
    }
}
