package io.sluice.io.read.compare;

import java.util.concurrent.atomic.LongAdder;

/** How far a comparison has come. Written by whoever reads, read by anyone at any time. */
public final class ComparisonProgress {

    private final LongAdder bytes = new LongAdder();
    private final LongAdder files = new LongAdder();
    private volatile Stage stage = new Stage("looking for files", 0, 0);

    void begin(String way, long totalFiles, long totalBytes) {
        bytes.reset();
        files.reset();
        stage = new Stage(way, totalFiles, totalBytes);
    }

    void bytesRead(long count) {
        bytes.add(count);
    }

    void fileDone() {
        files.increment();
    }

    public Stage stage() {
        return stage;
    }

    public long bytes() {
        return bytes.sum();
    }

    public long files() {
        return files.sum();
    }

    /** What is under way, and how much it is in all. */
    public record Stage(String name, long files, long bytes) {}
}
