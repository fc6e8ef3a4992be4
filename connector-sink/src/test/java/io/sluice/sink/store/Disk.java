package io.sluice.sink.store;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.ForwardingVfs;
import io.sluice.io.vfs.MemoryVfs;
import io.sluice.io.vfs.Vfs;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.StoredContent;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** A data set on a disk in memory. */
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
        return Rows.count(content);
    }

    static MemoryVfs empty() throws IOException {
        MemoryVfs disk = MemoryVfs.create();
        disk.advanceByItself(true);
        disk.createDirectory(ROOT);
        disk.syncEverything();
        return disk;
    }

    /** A machine of its own, with a clock that goes by itself and chance that is no other's. */
    static Vfs process() throws IOException {
        return new NewRandom(empty(), ThreadLocalRandom.current().nextLong());
    }

    static Target target(Vfs vfs) throws IOException {
        return new LocalTarget(vfs, ROOT, Runnable::run, RetrySettings.NONE);
    }

    static DataSet dataSet(Vfs vfs) throws IOException {
        return DataSet.open(target(vfs), DataSetSettings.of("test"));
    }

    static FileContent lines(List<String> lines) {
        return Rows.lines(lines);
    }

    static FileContent lines(String... lines) {
        return lines(List.of(lines));
    }

    static List<String> rowsByLog(Vfs vfs) throws IOException {
        return Rows.byLog(target(vfs));
    }

    static List<String> rowsOf(DataSet dataSet, Key key) throws IOException {
        return Rows.of(dataSet, key);
    }

    static List<String> rowsByGlob(Vfs vfs) throws IOException {
        return Rows.byGlob(target(vfs));
    }

    /** What is in staging areas. */
    static List<String> staged(Vfs vfs) throws IOException {
        List<String> names = new ArrayList<>();
        target(vfs).walk("_sluice/staging", (name, bytes) -> names.add(name));
        return names;
    }
}
