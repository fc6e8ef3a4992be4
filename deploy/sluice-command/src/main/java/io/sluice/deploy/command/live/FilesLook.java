package io.sluice.deploy.command.live;

import io.sluice.deploy.cluster.ClusterException;
import io.sluice.deploy.cluster.ConnectRest;
import io.sluice.deploy.command.pipeline.Input;
import io.sluice.deploy.page.FileRow;
import io.sluice.io.tree.LinkPolicy;
import io.sluice.io.tree.TreeEntry;
import io.sluice.io.tree.TreeWalk;
import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files of an input: those in its directory, with the positions that are committed, and those that positions are of and that are
 * gone. Used by one thread at a time.
 */
final class FilesLook {
    private static final int MOST_LEVELS = 32;
    private static final int MOST_FILES = 100_000;

    private final ConnectRest rest;
    private final String connector;
    private final Input input;
    private final List<PathMatcher> include;

    FilesLook(ConnectRest rest, String connector, Input input) {
        this.rest = rest;
        this.connector = connector;
        this.input = input;
        this.include = Arrays.stream(input.include().split(",", -1))
                .map(String::strip)
                // Here it stands for no directory as well.
                .flatMap(glob -> glob.startsWith("**/") ? Stream.of(glob, glob.substring(3)) : Stream.of(glob))
                .map(glob -> input.directory().getFileSystem().getPathMatcher("glob:" + glob))
                .toList();
    }

    List<FileRow> ask() throws IOException, InterruptedException {
        Map<Long, StoredPosition> stored = stored();
        List<FileRow> rows = new ArrayList<>();
        Path root = input.directory().toRealPath();
        try (Vfs vfs = LocalVfs.rootedAt(input.directory());
                TreeWalk walk = TreeWalk.open(vfs, root, MOST_LEVELS, LinkPolicy.REPORT)) {
            for (TreeEntry entry = walk.next(); entry != null && rows.size() < MOST_FILES; entry = walk.next()) {
                row(root, entry, stored, rows);
            }
        }
        stored.values().forEach(gone -> gone.gone(input.name()).ifPresent(rows::add));
        return rows;
    }

    /** The same files, of which the source cannot read some now: it says which, and why. */
    static List<FileRow> withFailing(List<FileRow> rows, List<FileTrouble> troubles) {
        Map<String, String> failing = new HashMap<>();
        if (troubles != null) {
            troubles.stream()
                    .filter(FileTrouble::failing)
                    .forEach(trouble -> failing.put(trouble.path(), trouble.reason()));
        }
        return failing.isEmpty()
                ? rows
                : rows.stream()
                        .map(row -> failing.containsKey(row.path()) ? row.failing(failing.get(row.path())) : row)
                        .toList();
    }

    private void row(Path root, TreeEntry entry, Map<Long, StoredPosition> stored, List<FileRow> rows) {
        if (entry.failure().isPresent()) {
            rows.add(new FileRow(
                    input.name(),
                    entry.path().toString(),
                    null,
                    null,
                    null,
                    null,
                    "failed",
                    String.valueOf(entry.failure().get())));
            return;
        }
        if (entry.stat().filter(FileStat::isFile).isEmpty()) {
            return;
        }
        FileStat stat = entry.stat().get();
        StoredPosition known = stored.remove(stat.inode());
        if (known != null) {
            rows.add(known.row(input, entry.path().toString(), stat));
        } else if (isIncluded(root.relativize(entry.path()))) {
            rows.add(new FileRow(
                    input.name(),
                    entry.path().toString(),
                    0L,
                    stat.bytes(),
                    stat.bytes(),
                    stat.modified().toEpochMilli(),
                    "waiting",
                    input.follow() ? "nothing of it is committed yet" : "it is read once it no longer changes"));
        }
    }

    /** Hidden files are not, unless a setting says so. */
    private boolean isIncluded(Path relative) {
        for (Path name : relative) {
            if (name.toString().startsWith(".")) {
                return false;
            }
        }
        return include.stream().anyMatch(glob -> glob.matches(relative));
    }

    private Map<Long, StoredPosition> stored() throws IOException, InterruptedException {
        Map<Long, StoredPosition> byInode = new HashMap<>();
        try {
            rest.offsets(connector)
                    .forEach((partition, offset) -> StoredPosition.of(partition, offset)
                            .ifPresent(found -> byInode.merge(
                                    found.inode(),
                                    found,
                                    (one, other) -> one.modified() > other.modified() ? one : other)));
        } catch (ClusterException e) {
            throw new IOException(e.getMessage(), e);
        }
        return byInode;
    }
}
