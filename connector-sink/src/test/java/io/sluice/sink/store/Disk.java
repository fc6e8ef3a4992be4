package io.sluice.sink.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.WholeFiles;
import io.sluice.sink.store.log.DataFile;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** A data set on a disk in memory, and the two ways to read it: by its log, and by looking for files. */
final class Disk {
    static final Path ROOT = Path.of("/data");

    private Disk() {}

    /** A machine in memory starts its randomness anew after a crash; real ones give no name twice. */
    static final class NewRandom extends ForwardingVfs {
        private final Random random;

        NewRandom(Vfs below, long seed) {
            super(below);
            random = new Random(seed);
        }

        @Override
        public RandomGenerator random() {
            return random;
        }
    }

    static long lineCount(StoredContent content) throws IOException {
        return text(content).lines().count();
    }

    private static String text(StoredContent content) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) content.bytes());
        while (bytes.hasRemaining()) {
            assertThat(content.read(bytes, bytes.position())).isPositive();
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    static MemoryVfs empty() throws IOException {
        MemoryVfs disk = MemoryVfs.create();
        disk.advanceByItself(true);
        disk.createDirectory(ROOT);
        disk.syncEverything();
        return disk;
    }

    static Target target(Vfs vfs) throws IOException {
        return new LocalTarget(vfs, ROOT, Runnable::run, RetrySettings.NONE);
    }

    static DataSet dataSet(Vfs vfs) throws IOException {
        return DataSet.open(target(vfs), DataSetSettings.of("test"));
    }

    /** Lines of text in the place of rows: the store does not look into files. */
    static FileContent lines(List<String> lines) {
        return sink -> {
            sink.write(StandardCharsets.UTF_8.encode(String.join("\n", lines)));
            return FileFacts.ofRows(lines.size());
        };
    }

    static FileContent lines(String... lines) {
        return lines(List.of(lines));
    }

    /** What a reader of the log sees, sorted. */
    static List<String> rowsByLog(Vfs vfs) throws IOException {
        List<String> rows = new ArrayList<>();
        try (DataSet dataSet = dataSet(vfs)) {
            for (Key key : dataSet.list("")) {
                rows.addAll(rowsOf(dataSet, key));
            }
        }
        rows.sort(null);
        return rows;
    }

    static List<String> rowsOf(DataSet dataSet, Key key) throws IOException {
        List<String> rows = new ArrayList<>();
        dataSet.read(key, (file, content) -> rows.addAll(text(content).lines().toList()));
        return rows;
    }

    /** What a reader sees who takes every file that is called like one, sorted. */
    static List<String> rowsByGlob(Vfs vfs) throws IOException {
        List<String> rows = new ArrayList<>();
        target(vfs).walk("", (name, bytes) -> {
            if (name.endsWith(DataFile.SUFFIX)) {
                rows.addAll(List.of(WholeFiles.text(vfs, ROOT.resolve(name)).split("\n")));
            }
        });
        rows.sort(null);
        return rows;
    }

    /** What is in staging areas. */
    static List<String> staged(Vfs vfs) throws IOException {
        List<String> names = new ArrayList<>();
        target(vfs).walk("_sluice/staging", (name, bytes) -> names.add(name));
        return names;
    }
}
