package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.Vfs;
import io.sluice.record.ChunkHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.example.data.Group;

/**
 * Compares by the headers of chunks: each row says which bytes of which file it came with. It holds a few numbers for each chunk.
 * One thread.
 */
final class ChunkAudit implements Audit {
    private final String column;
    private final boolean header;
    private final Map<String, Map<Chunk, Long>> rows = new HashMap<>();
    private long rowsWithout;

    /** A part of a file that came in one record. */
    private record Chunk(long from, long to) {}

    /**
     * @param column that has the headers
     * @param header whether the first line of each file is no row
     */
    ChunkAudit(String column, boolean header) {
        this.column = column;
        this.header = header;
    }

    @Override
    public List<String> columns() {
        return List.of(column);
    }

    @Override
    public void row(Group row) {
        String file = null;
        long offset = -1;
        long length = -1;
        if (row.getFieldRepetitionCount(column) > 0) {
            Group list = row.getGroup(column, 0);
            for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                Group header = list.getGroup(0, i).getGroup(0, 0);
                if (header.getFieldRepetitionCount(1) > 0) {
                    switch (header.getString(0, 0)) {
                        case ChunkHeaders.FILE -> file = header.getString(1, 0);
                        case ChunkHeaders.OFFSET -> offset = Long.parseLong(header.getString(1, 0));
                        case ChunkHeaders.LENGTH -> length = Long.parseLong(header.getString(1, 0));
                        default -> {}
                    }
                }
            }
        }
        if (file == null || offset < 0 || length < 0) {
            rowsWithout++;
        } else {
            rows.computeIfAbsent(file, unused -> new HashMap<>())
                    .merge(new Chunk(offset, offset + length), 1L, Long::sum);
        }
    }

    @Override
    public AuditReport compare(Vfs vfs, SourceFiles files) throws IOException {
        Map<String, Map<Chunk, Long>> byName = new TreeMap<>();
        Map<String, Long> elsewhere = new TreeMap<>();
        rows.forEach((seen, chunks) -> {
            SourceFile file = files.named(seen);
            if (file == null) {
                elsewhere.put(
                        seen,
                        chunks.values().stream().mapToLong(Long::longValue).sum());
            } else {
                chunks.forEach((chunk, count) -> byName.computeIfAbsent(file.name(), unused -> new HashMap<>())
                        .merge(chunk, count, Long::sum));
            }
        });
        List<AuditReport.FileResult> results = new ArrayList<>();
        for (SourceFile file : files.all()) {
            results.add(compare(vfs, file, byName.getOrDefault(file.name(), Map.of())));
        }
        return new AuditReport(results, elsewhere, rowsWithout);
    }

    private AuditReport.FileResult compare(Vfs vfs, SourceFile file, Map<Chunk, Long> chunks) throws IOException {
        TreeSet<Long> cuts = new TreeSet<>();
        chunks.keySet().forEach(chunk -> cuts.addAll(List.of(chunk.from, chunk.to)));
        SourceFile.LineCounts lines = file.count(vfs, header, cuts);
        TreeMap<Long, Long> ends = new TreeMap<>();
        long missing = 0;
        long duplicated = 0;
        long rowsHere = 0;
        long once = 0;
        for (Map.Entry<Chunk, Long> entry : chunks.entrySet()) {
            Chunk chunk = entry.getKey();
            long expected = lines.between(chunk.from, chunk.to);
            once += expected;
            rowsHere += entry.getValue();
            missing += Math.max(0, expected - entry.getValue());
            duplicated += Math.max(0, entry.getValue() - expected);
            ends.merge(chunk.from, chunk.to, Math::max);
        }
        long covered = 0;
        long reached = 0;
        for (Map.Entry<Long, Long> part : ends.entrySet()) {
            long from = Math.max(part.getKey(), reached);
            if (part.getValue() > from) {
                covered += lines.between(from, part.getValue());
                reached = part.getValue();
            }
        }
        missing += lines.total() - covered;
        duplicated += once - covered;
        return new AuditReport.FileResult(file.name(), lines.total(), rowsHere, missing, duplicated);
    }
}
