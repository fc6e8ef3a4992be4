package io.sluice.deploy.command.verify;

import io.sluice.io.vfs.Vfs;
import io.sluice.record.ChunkHeaders;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;

/** Compares by the headers of chunks: each row says which bytes of which content it came with. One thread. */
final class ChunkCheck implements LineCheck {
    private final String column;
    private final boolean header;
    private final Map<String, ReadContent> contents = new HashMap<>();
    private long rowsWithout;

    /**
     * @param column that has the headers
     * @param header whether the first line of each file is no row
     */
    ChunkCheck(String column, boolean header) {
        this.column = column;
        this.header = header;
    }

    @Override
    public List<String> columns() {
        return List.of(column);
    }

    @Override
    public void row(Group row) {
        String path = null;
        String id = null;
        long offset = -1;
        long length = -1;
        if (row.getFieldRepetitionCount(column) > 0) {
            Group list = row.getGroup(column, 0);
            for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                Group header = list.getGroup(0, i).getGroup(0, 0);
                if (header.getFieldRepetitionCount(1) > 0) {
                    switch (header.getString(0, 0)) {
                        case ChunkHeaders.FILE -> path = header.getString(1, 0);
                        case ChunkHeaders.FILE_ID -> id = header.getString(1, 0);
                        case ChunkHeaders.OFFSET -> offset = Long.parseLong(header.getString(1, 0));
                        case ChunkHeaders.LENGTH -> length = Long.parseLong(header.getString(1, 0));
                        default -> {}
                    }
                }
            }
        }
        if (path == null || id == null || offset < 0 || length < 0) {
            rowsWithout++;
        } else {
            contents.computeIfAbsent(id, ReadContent::new).row(path, new ReadContent.Chunk(offset, offset + length));
        }
    }

    @Override
    public CheckReport compare(Vfs vfs, SourceFiles files) throws IOException {
        ContentMatching matching = new ContentMatching(vfs, header, contents.values());
        return matching.of(files, rowsWithout);
    }
}
