package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of text in the place of rows, as the store does not look into files, and the two ways to read a data set: by its log,
 * and by looking for files.
 */
final class Rows {
    private Rows() {}

    static FileContent lines(List<String> lines) {
        return sink -> {
            sink.write(StandardCharsets.UTF_8.encode(String.join("\n", lines)));
            return FileFacts.ofRows(lines.size());
        };
    }

    static long count(StoredContent content) throws IOException {
        return text(content).lines().count();
    }

    static String text(StoredContent content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.bytes());
        while (bytes.hasRemaining()) {
            assertThat(content.read(bytes, bytes.position())).isPositive();
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** What a reader of the log sees, sorted. */
    static List<String> byLog(Target target) throws IOException {
        List<String> rows = new ArrayList<>();
        try (DataSet dataSet = DataSet.open(target, DataSetSettings.of("test"))) {
            for (Key key : dataSet.list("")) {
                rows.addAll(of(dataSet, key));
            }
        }
        rows.sort(null);
        return rows;
    }

    static List<String> of(DataSet dataSet, Key key) throws IOException {
        List<String> rows = new ArrayList<>();
        dataSet.read(key, (file, content) -> rows.addAll(text(content).lines().toList()));
        return rows;
    }

    /** What a reader sees who takes every file that is called like one, sorted. */
    static List<String> byGlob(Target target) throws IOException {
        List<String> rows = new ArrayList<>();
        target.walk("", (name, bytes) -> {
            if (name.endsWith(DataFile.SUFFIX)) {
                try (StoredContent content = target.open(name)) {
                    rows.addAll(text(content).lines().toList());
                }
            }
        });
        rows.sort(null);
        return rows;
    }
}
