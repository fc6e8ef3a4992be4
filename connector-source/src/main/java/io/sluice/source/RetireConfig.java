package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.source.retire.Action;
import io.sluice.source.retire.Packing;
import io.sluice.source.retire.RetireSettings;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.scan.ScanSettings;
import io.sluice.source.tail.TailSettings.Mode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What becomes of files that were read: the keys of the group, and what they say. An immutable value.
 *
 * @param roots directories besides those that are read from, below which files may be moved
 */
record RetireConfig(RetireSettings settings, List<Path> roots) {

    static final String AFTER = "after";
    static final String GRACE_MS = "after.grace.ms";
    static final String DIRECTORY = "after.directory";
    static final String ROOTS = "after.roots";
    static final String COMPRESSION = "after.compression";
    static final String ATTEMPTS = "after.attempts";

    private static final long LONGEST_GRACE_MS = Duration.ofDays(366).toMillis();

    static void define(ConfigDef def) {
        new KeyGroup(def, "After completion")
                .choice(
                        AFTER,
                        Action.KEEP,
                        Importance.MEDIUM,
                        "What becomes of a file that was read to its end, once all its records and its position are"
                                + " committed: it stays, is deleted, moved to `after.directory`, or archived there compressed (one"
                                + " that is compressed is moved as it is). Never one that has changed since it was read. Only for"
                                + " `mode=complete`; without exactly-once it needs `state.topic`.")
                .large(
                        GRACE_MS,
                        60_000,
                        1_000,
                        LONGEST_GRACE_MS,
                        Importance.MEDIUM,
                        "For how long a file must not have changed before that. What a writer adds later than this, to a file"
                                + " that is deleted at that moment, is lost and counted.")
                .text(
                        DIRECTORY,
                        null,
                        Importance.MEDIUM,
                        "Where files are moved or archived to. There they have the paths that they had below their roots; if a"
                                + " name is taken by another content, the file gets a number. It must lie below one of `roots` or"
                                + " `after.roots`, and where no files are looked for: in a hidden directory, or one that `exclude`"
                                + " names. It is created if it is missing.")
                .list(
                        ROOTS,
                        "",
                        Importance.LOW,
                        "Directories, besides `roots`, below which `after.directory` may lie. They must exist.")
                .choice(COMPRESSION, Packing.GZIP, Importance.LOW, "How files are compressed with `after=archive`.")
                .number(
                        ATTEMPTS,
                        5,
                        1,
                        1_000,
                        Importance.LOW,
                        "How often it is tried, with growing pauses, before a file is left where it is until it changes or the"
                                + " task starts again.");
    }

    /** @param scan null if anything about it is wrong */
    static RetireConfig read(
            Values values, ScanSettings scan, FollowingConfig following, Guarantee guarantee, String stateTopic) {
        Action action = values.choice(AFTER, Action.class);
        List<Path> roots = new ArrayList<>();
        for (String text : values.list(ROOTS)) {
            Path root = values.checked(ROOTS, () -> absolute(text));
            if (root != null) {
                roots.add(root);
            }
        }
        Path directory = values.text(DIRECTORY) == null
                ? null
                : values.checked(DIRECTORY, () -> absolute(values.text(DIRECTORY)));
        if (action != Action.KEEP) {
            checkAction(values, action, following, guarantee, stateTopic);
        }
        boolean keepsElsewhere = action == Action.MOVE || action == Action.ARCHIVE;
        if (keepsElsewhere && values.text(DIRECTORY) == null) {
            values.problem(
                    DIRECTORY,
                    "is not set, but after is " + KeyGroup.textOf(action) + ": name the directory that files go to");
        } else if (!keepsElsewhere && values.text(DIRECTORY) != null) {
            values.problem(
                    DIRECTORY,
                    "is set, but after is " + KeyGroup.textOf(action)
                            + ": set after to move or archive, or leave it out");
        } else if (directory != null && scan != null) {
            checkDirectory(values, directory, scan, roots);
        }
        RetireSettings settings = new RetireSettings(
                action,
                directory,
                values.choice(COMPRESSION, Packing.class),
                values.millis(GRACE_MS),
                values.number(ATTEMPTS));
        return new RetireConfig(settings, List.copyOf(roots));
    }

    private static void checkAction(
            Values values, Action action, FollowingConfig following, Guarantee guarantee, String stateTopic) {
        if (following.mode() == Mode.TAIL) {
            values.problem(
                    AFTER,
                    "is " + KeyGroup.textOf(action)
                            + ", but mode is tail, in which files grow for ever and never come to"
                            + " their end: set mode=complete, or after=keep and let whoever rotates the files remove them");
        }
        if (guarantee == Guarantee.AT_LEAST_ONCE && stateTopic == null) {
            values.problem(
                    AFTER,
                    "is " + KeyGroup.textOf(action)
                            + ", for which must be stored that a file has gone: set state.topic, or"
                            + " exactly.once.support=required and transaction.boundary=connector");
        }
    }

    private static void checkDirectory(Values values, Path directory, ScanSettings scan, List<Path> roots) {
        boolean inside = scan.roots().stream().anyMatch(root -> directory.startsWith(root.directory()))
                || roots.stream().anyMatch(directory::startsWith);
        if (!inside) {
            values.problem(
                    DIRECTORY,
                    "is " + directory + ", which lies below none of roots and after.roots: add a directory above it to"
                            + " after.roots");
        }
        String watched = watched(directory, scan);
        if (watched != null) {
            values.problem(DIRECTORY, watched);
        }
    }

    /** What is wrong with a directory in which files would be found again; null if nothing. */
    static String watched(Path directory, ScanSettings scan) {
        for (ScanRoot root : scan.roots()) {
            if (root.directory().startsWith(directory)) {
                return "is " + directory + ", which holds the root '" + root.id() + "' at " + root.directory()
                        + ", where files are looked for: choose a directory beside or below it";
            }
            if (scan.looksInto(root, directory)) {
                return "is " + directory + ", where the root '" + root.id() + "' at " + root.directory()
                        + " is looked for files, so they would be read again: add it to exclude, as in exclude="
                        + root.directory().relativize(directory) + "/**, or choose a hidden directory or one outside";
            }
        }
        return null;
    }

    private static Path absolute(String text) {
        Path path;
        try {
            path = Path.of(text.trim());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + text + "' is no path: " + e.getReason(), e);
        }
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not absolute: write the whole path, as in /data/archive");
        }
        return path.normalize();
    }
}
