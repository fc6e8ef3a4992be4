package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.source.scan.NameFilter;
import io.sluice.source.scan.ScanOrder;
import io.sluice.source.scan.ScanPace;
import io.sluice.source.scan.ScanRoot;
import io.sluice.source.scan.ScanSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * Which files are read: the keys of the group, and what they say. An immutable value.
 *
 * @param order in which they are read first
 */
record FilesConfig(
        List<ScanRoot> roots,
        List<String> include,
        List<String> exclude,
        boolean hidden,
        List<String> temporary,
        boolean recursive,
        int maxDepth,
        boolean followSymlinks,
        ScanOrder order,
        int maxFiles) {

    static final String ROOTS = "roots";
    static final String INCLUDE = "include";
    static final String EXCLUDE = "exclude";
    static final String HIDDEN = "hidden";
    static final String TEMPORARY = "temporary";
    static final String RECURSIVE = "recursive";
    static final String MAX_DEPTH = "max.depth";
    static final String FOLLOW_SYMLINKS = "follow.symlinks";
    static final String ORDER = "order";
    static final String MAX_FILES = "max.files";

    /** What the connector itself puts beside files. */
    private static final String OURS = ".sluice-*";

    private static final int MOST_DIRECTORIES = 1_000_000;
    private static final int WATCHED_DIRECTORIES = 1_024;

    static void define(ConfigDef def) {
        new KeyGroup(def, "Files")
                .list(
                        ROOTS,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The directories whose files are read, each as `id=/absolute/directory` or `/absolute/directory`."
                                + " The id is part of every file's identity and must stay the same when the directory is"
                                + " mounted elsewhere; without one, the directory's last name is the id. Every worker must"
                                + " see the same directories.")
                .list(
                        INCLUDE,
                        "**",
                        Importance.HIGH,
                        "Which files are read: globs relative to the root, with `**`, `*`, `?`, `{a,b}` and `[a-z]`.")
                .list(
                        EXCLUDE,
                        "",
                        Importance.MEDIUM,
                        "Which of those are not read: globs as in `include`. A directory that one of them matches is not"
                                + " entered.")
                .flag(
                        HIDDEN,
                        false,
                        Importance.LOW,
                        "Whether files and directories whose names begin with a dot are read.")
                .list(
                        TEMPORARY,
                        String.join(",", NameFilter.TEMPORARY),
                        Importance.LOW,
                        "Globs for the last name of what is not finished and so not read, file or directory.")
                .flag(RECURSIVE, true, Importance.MEDIUM, "Whether directories below the roots are entered.")
                .number(MAX_DEPTH, 32, 1, 256, Importance.LOW, "How many levels of them.")
                .flag(
                        FOLLOW_SYMLINKS,
                        false,
                        Importance.LOW,
                        "Whether symbolic links are followed, to files and directories inside the roots. Links to the"
                                + " outside never are.")
                .choice(ORDER, ScanOrder.NAME, Importance.LOW, "Which of several new files is read first.")
                .number(
                        MAX_FILES,
                        1_000_000,
                        1,
                        100_000_000,
                        Importance.LOW,
                        "The most files that may be found; with one more the task fails rather than run out of memory.");
    }

    static FilesConfig read(Values values) {
        return new FilesConfig(
                roots(values),
                values.list(INCLUDE),
                values.list(EXCLUDE),
                values.flag(HIDDEN),
                values.list(TEMPORARY),
                values.flag(RECURSIVE),
                values.number(MAX_DEPTH),
                values.flag(FOLLOW_SYMLINKS),
                values.choice(ORDER, ScanOrder.class),
                values.number(MAX_FILES));
    }

    /** What the scan is to look for. Null if anything about it is wrong. */
    static ScanSettings scan(Values values, FilesConfig files, FollowingConfig following) {
        List<String> all = List.of("**");
        NameFilter include =
                values.checked(INCLUDE, () -> new NameFilter(files.include, List.of(), files.hidden, List.of()));
        NameFilter exclude = values.checked(EXCLUDE, () -> new NameFilter(all, files.exclude, files.hidden, List.of()));
        NameFilter temporary =
                values.checked(TEMPORARY, () -> new NameFilter(all, List.of(), files.hidden, files.temporary));
        if (include == null || exclude == null || temporary == null || files.roots.isEmpty()) {
            return null;
        }
        List<String> temporaryAndOurs = new ArrayList<>(files.temporary);
        temporaryAndOurs.add(OURS);
        if (following.marker() != null && values.isFine(FollowingConfig.COMPLETE_MARKER)) {
            temporaryAndOurs.add("*" + following.marker());
        }
        Duration interval = following.scanInterval();
        Duration quiet = following.quietInterval();
        ScanPace pace = ScanPace.DEFAULT.every(interval);
        ScanPace asked = new ScanPace(
                interval,
                pace.quietAfter(),
                quiet.compareTo(interval) < 0 ? interval : quiet,
                pace.settleTime(),
                pace.relistInterval());
        return values.isFine(ROOTS)
                ? values.checked(
                        ROOTS,
                        () -> new ScanSettings(
                                files.roots,
                                new NameFilter(files.include, files.exclude, files.hidden, temporaryAndOurs),
                                files.recursive,
                                files.maxDepth,
                                files.followSymlinks,
                                files.order,
                                files.maxFiles,
                                MOST_DIRECTORIES,
                                WATCHED_DIRECTORIES,
                                asked))
                : null;
    }

    private static List<ScanRoot> roots(Values values) {
        List<ScanRoot> roots = new ArrayList<>();
        Map<String, ScanRoot> byId = new HashMap<>();
        if (values.isFine(ROOTS) && values.list(ROOTS).isEmpty()) {
            values.problem(ROOTS, "is empty: name at least one directory, as in logs=/var/log/app");
        }
        for (String text : values.list(ROOTS)) {
            ScanRoot root = values.checked(ROOTS, () -> root(text));
            if (root == null) {
                continue;
            }
            ScanRoot other = byId.put(root.id(), root);
            if (other != null) {
                values.problem(
                        ROOTS,
                        other.directory() + " and " + root.directory() + " both have the id '" + root.id()
                                + "': give each an id of its own, as in a=" + other.directory() + ",b="
                                + root.directory());
            }
            roots.add(root);
        }
        return List.copyOf(roots);
    }

    private static ScanRoot root(String text) {
        int equals = text.indexOf('=');
        boolean hasId = equals >= 0 && !text.startsWith("/");
        String place = (hasId ? text.substring(equals + 1) : text).trim();
        Path directory;
        try {
            directory = Path.of(place);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'" + place + "' is no path: " + e.getReason(), e);
        }
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not absolute: write the whole path, as in logs=/var/log/app");
        }
        directory = directory.normalize();
        return new ScanRoot(hasId ? text.substring(0, equals).trim() : idOf(directory), directory);
    }

    private static String idOf(Path directory) {
        Path name = directory.getFileName();
        String id = name == null ? "root" : name.toString().replaceAll("[^A-Za-z0-9._-]", "_");
        return id.startsWith(".") || id.startsWith("-") ? "_" + id : id;
    }
}
