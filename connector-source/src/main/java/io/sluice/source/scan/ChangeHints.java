package io.sluice.source.scan;

import io.sluice.io.vfs.Vfs;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Events of the system that let a scan look sooner at a directory in which nothing is expected. They are hints: a scan
 * finds everything without them, only later.
 *
 * <p>A directory is watched while all its files are quiet, until the first events from it; then it is let go, so that a
 * file that is written to all the time costs no events. There are none on network file systems, which send none for what
 * other machines do, and none once the system refuses to watch one more.
 *
 * <p>Has no thread of its own to be polled from: {@link #poll} runs on the scan's thread and never waits. The JDK's
 * watch service behind it has one daemon thread, which ends with {@link #close}. Used by one thread, but for {@code close}.
 */
public final class ChangeHints implements AutoCloseable {

    /** The most directories told of in one poll, and so the most work between two passes. */
    private static final int MOST_IN_A_POLL = 1_024;

    /**
     * Something happened in a directory.
     *
     * @param names to which files; null if to any, as events were lost
     */
    record Hint(Path directory, Set<String> names) {}

    /** Asks a watch service to watch a directory. */
    @FunctionalInterface
    interface Registration {
        WatchKey register(Path directory, WatchService service) throws IOException;
    }

    private final WatchService service;
    private final Registration registration;
    private final int most;
    private final Set<ScanRoot> roots;
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private String offBecause;

    ChangeHints(WatchService service, Registration registration, int most, Set<ScanRoot> roots, String offBecause) {
        this.service = service;
        this.registration = registration;
        this.most = most;
        this.roots = roots;
        this.offBecause = offBecause;
    }

    /** No hints. */
    public static ChangeHints none() {
        return new ChangeHints(null, null, 0, Set.of(), "they were not asked for");
    }

    /**
     * Starts watching the real file system for the settings' local roots; none if that fails.
     *
     * @param vfs tells which roots are local, and shows the paths of the real file system
     */
    public static ChangeHints open(Vfs vfs, ScanSettings settings) {
        if (settings.watchedDirectories() == 0) {
            return none();
        }
        Set<ScanRoot> local = new HashSet<>();
        String why = "no root is on a file system of this machine";
        for (ScanRoot root : settings.roots()) {
            try {
                if (!vfs.diskUsage(root.directory()).network()) {
                    local.add(root);
                }
            } catch (IOException e) {
                why = "the file system of " + root.directory() + " is not known: " + e.getMessage();
            }
        }
        if (local.isEmpty()) {
            return new ChangeHints(null, null, 0, Set.of(), why);
        }
        try {
            WatchService service = FileSystems.getDefault().newWatchService();
            return new ChangeHints(service, ChangeHints::register, settings.watchedDirectories(), local, null);
        } catch (IOException | UnsupportedOperationException e) {
            return new ChangeHints(null, null, 0, Set.of(), "the system refuses to watch: " + e.getMessage());
        }
    }

    static WatchKey register(Path directory, WatchService service) throws IOException {
        return directory.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_DELETE,
                StandardWatchEventKinds.ENTRY_MODIFY);
    }

    /** Why no more directories are watched, for a log line; null while they are. */
    public String offBecause() {
        return offBecause;
    }

    /** How many directories are watched. */
    public int watched() {
        return directories.size();
    }

    boolean mayWatchMore() {
        return offBecause == null && directories.size() < most;
    }

    /** Watches a directory, and returns whether it is watched now. */
    boolean watch(ScanRoot root, Path directory) {
        if (!mayWatchMore() || !roots.contains(root)) {
            return false;
        }
        try {
            Path before = directories.put(registration.register(directory, service), directory);
            // Two paths to one directory share a key; hints then name the later one, and the other waits for its turn.
            return before == null || before.equals(directory);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return false;
        } catch (IOException | ClosedWatchServiceException e) {
            offBecause = "the system refuses to watch " + directory + ": " + e.getMessage();
            return false;
        }
    }

    /** What happened since the last call, each directory once; those are watched no more. Never waits. */
    List<Hint> poll() {
        List<Hint> hints = new ArrayList<>();
        if (service == null) {
            return hints;
        }
        try {
            WatchKey key;
            while (hints.size() < MOST_IN_A_POLL && (key = service.poll()) != null) {
                Path directory = directories.remove(key);
                Set<String> names = namesOf(key);
                key.cancel();
                if (directory != null) {
                    hints.add(new Hint(directory, names));
                }
            }
        } catch (ClosedWatchServiceException e) {
            offBecause = "they were closed";
        }
        return hints;
    }

    private static Set<String> namesOf(WatchKey key) {
        Set<String> names = new HashSet<>();
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                names.add(name.toString());
            } else {
                // Lost events: an overflow has no name.
                return null;
            }
        }
        return names;
    }

    /** Lets go of directories that are scanned no more. */
    void forget(Path directory) {
        directories.entrySet().removeIf(watched -> {
            boolean same = watched.getValue().equals(directory);
            if (same) {
                watched.getKey().cancel();
            }
            return same;
        });
    }

    @Override
    public void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
