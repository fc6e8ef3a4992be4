package io.sluice.deploy.command.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One content that was read, whatever names its file had: which chunks of it have rows. Filled while rows are shown, by one thread.
 * It holds a few numbers for each chunk.
 */
final class ReadContent {
    private final String id;
    private final NavigableSet<String> seenAt = new TreeSet<>();
    private final Map<Chunk, Long> rows = new HashMap<>();

    /** A part of a file that came in one record. */
    record Chunk(long from, long to) {}

    /** @param id what the source says that it is: {@code root:inode:time:generation} */
    ReadContent(String id) {
        this.id = id;
    }

    void row(String path, Chunk chunk) {
        seenAt.add(path);
        rows.merge(chunk, 1L, Long::sum);
    }

    String id() {
        return id;
    }

    /** The paths it was read at, as the source saw them. */
    NavigableSet<String> seenAt() {
        return seenAt;
    }

    /** With how many rows came of each. */
    Map<Chunk, Long> chunks() {
        return rows;
    }

    long rows() {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Behind the last chunk that has a row. */
    long end() {
        return rows.keySet().stream().mapToLong(Chunk::to).max().orElse(0);
    }

    /** Where chunks begin and end. */
    NavigableSet<Long> cuts() {
        NavigableSet<Long> cuts = new TreeSet<>();
        rows.keySet().forEach(chunk -> {
            cuts.add(chunk.from);
            cuts.add(chunk.to);
        });
        return cuts;
    }

    /** Of the file that it was read from; 0, which no file has, if the id does not say. */
    long inode() {
        return number(1);
    }

    /** Of several contents of one inode, the greater came later: by the time when it was found, then by its generation. */
    int compareAge(ReadContent other) {
        int byTime = Long.compare(number(2), other.number(2));
        return byTime != 0 ? byTime : Long.compare(number(3), other.number(3));
    }

    private long number(int part) {
        String[] parts = id.split(":", -1);
        try {
            return part < parts.length ? Long.parseLong(parts[part]) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
