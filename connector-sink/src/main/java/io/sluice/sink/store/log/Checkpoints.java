package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.StagingArea;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one log. Each is an aligned run of entries folded into one object, made from what never changes and
 * created only if it is missing; so it does not matter who makes it, when, or whether. Safe from any thread.
 */
final class Checkpoints {
    static final int FANOUT = 64;
    private static final int TOP_LEVEL = 2;

    /** A checkpoint of thousands of commits with thousands of files each; more than that is not one. */
    private static final int MOST_BYTES = 1 << 30;

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final Target target;
    private final CommitLog log;

    Checkpoints(Target target, CommitLog log) {
        this.target = target;
        this.log = log;
    }

    /** Folds the first {@code count} entries into {@code fold}. */
    void fold(long count, Fold fold) throws IOException {
        long from = 0;
        while (from < count) {
            int level = TOP_LEVEL;
            while (from % entries(level) != 0 || from + entries(level) > count) {
                level--;
            }
            apply(level, from / entries(level), fold);
            from += entries(level);
        }
    }

    private void apply(int level, long index, Fold fold) throws IOException {
        if (level == 0) {
            fold.apply(log.read(index).changes());
            return;
        }
        try {
            fold.apply(read(level, index));
        } catch (NoSuchFileException missing) {
            // Its writer ended before it came to this; the same is in what it would have been made from.
            for (long child = 0; child < FANOUT; child++) {
                apply(level - 1, index * FANOUT + child, fold);
            }
        }
    }

    List<Change> read(int level, long index) throws IOException {
        String name = name(level, index);
        Checkpoint read = LogJson.read(where(name), target.read(name, MOST_BYTES), Checkpoint.class);
        if (read.format() > Entry.FORMAT
                || !log.name().equals(read.log())
                || read.level() != level
                || read.index() != index) {
            throw new DamagedLogException(
                    where(name),
                    "it says that it is checkpoint " + read.level() + "/" + read.index() + " of log " + read.log()
                            + " in format " + read.format(),
                    null);
        }
        return read.changes();
    }

    /**
     * Creates what is due once there are {@code count} entries. That it fails is no harm, so it is only written to the log.
     */
    void write(long count, StagingArea staging) {
        for (int level = 1; level <= TOP_LEVEL && count % entries(level) == 0; level++) {
            String name = name(level, count / entries(level) - 1);
            try {
                create(level, count / entries(level) - 1, staging);
            } catch (FileAlreadyExistsException another) {
                // Another writer was here, and it is the same.
            } catch (IOException failure) {
                LOG.warn("{}: not created, so the data set opens more slowly until it is", where(name), failure);
                return;
            }
        }
    }

    private void create(int level, long index, StagingArea staging) throws IOException {
        Fold fold = new Fold();
        for (long child = 0; child < FANOUT; child++) {
            apply(level - 1, index * FANOUT + child, fold);
        }
        Checkpoint checkpoint = new Checkpoint(Entry.FORMAT, log.name(), level, index, fold.changes());
        target.create(name(level, index), LogJson.bytes(checkpoint), staging);
    }

    /** Creates those that writers have left out, as far as the first {@code count} entries go. */
    void complete(long count, StagingArea staging) throws IOException {
        for (int level = 1; level <= TOP_LEVEL; level++) {
            Set<String> there = new HashSet<>(target.list(directory(level), ""));
            for (long index = 0; index < count / entries(level); index++) {
                if (!there.contains(CommitLog.fileName(index))) {
                    try {
                        create(level, index, staging);
                    } catch (FileAlreadyExistsException another) {
                        // The same.
                    }
                }
            }
        }
    }

    /** How many entries are certain to be there: those in checkpoints. */
    long entriesCovered() throws IOException {
        List<String> names = target.list(directory(1), "");
        return names.isEmpty() ? 0 : (CommitLog.sequenceOf(names.get(names.size() - 1)) + 1) * entries(1);
    }

    private String where(String name) {
        return target.location() + "/" + name;
    }

    private String name(int level, long index) {
        return directory(level) + "/" + CommitLog.fileName(index);
    }

    private String directory(int level) {
        return log.directory() + "/checkpoints/" + level;
    }

    static long entries(int level) {
        return switch (level) {
            case 0 -> 1;
            case 1 -> FANOUT;
            default -> (long) FANOUT * FANOUT;
        };
    }
}
