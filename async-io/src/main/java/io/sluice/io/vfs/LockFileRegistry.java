package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock files that are open in this process, each with its one channel. Its monitor guards opening and closing.
 *
 * <p>POSIX locks belong to the process, and closing <em>any</em> descriptor of a file drops every lock the process has
 * on it. So there may be one channel per lock file in the whole process, closed by the last opener, also when this
 * class is there several times: every plug-in of a Connect worker has a class loader of its own. The registry is
 * therefore kept in the system properties, the one map that all class loaders share, and made of JDK types only, so
 * that all copies of this class read it alike and none of them is kept from being unloaded. The number in its name
 * changes whenever its layout does.
 */
final class LockFileRegistry {

    static final String NAME = "io.sluice.lock-files.1";

    /** The layout of an entry: the channel, and the number of openers. {@link LockTable} adds the ranges. */
    static final String CHANNEL = "channel";

    private static final String OPENERS = "openers";
    /** The key of the channels that turned out to be on another file than the one looked at. No file has this key. */
    private static final String STRAYS = "";

    private static final Set<OpenOption> UPDATE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int ATTEMPTS = 8;

    /** Finds the place of the lock file, anew at each attempt. */
    interface Finder {
        LocalPaths.Spot find() throws IOException;
    }

    /** Creates the lock file, or lets be the one that someone else has created. */
    interface Creator {
        void create(LocalPaths.Spot spot) throws IOException;
    }

    private final Map<String, Map<String, Object>> files;

    private LockFileRegistry(Map<String, Map<String, Object>> files) {
        this.files = files;
    }

    @SuppressWarnings("unchecked") // What is stored under this name is only ever stored here.
    static LockFileRegistry ofThisProcess() {
        Properties shared = System.getProperties();
        return new LockFileRegistry((Map<String, Map<String, Object>>)
                shared.computeIfAbsent(NAME, name -> new ConcurrentHashMap<String, Map<String, Object>>()));
    }

    LocalLockFile open(Path path, Finder finder, Creator creator) throws IOException {
        // Creating, too, closes a descriptor: nobody else in the process may have locked the new file by then.
        synchronized (files) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                LocalPaths.Spot spot = finder.find();
                BasicFileAttributes found = LocalPaths.look(spot);
                if (found == null) {
                    creator.create(spot);
                    continue;
                }
                if (!found.isRegularFile()) {
                    throw new FileSystemException(path.toString(), null, "Not a regular file, so no lock file");
                }
                String key = keyOf(found, spot.path());
                Map<String, Object> entry = files.get(key);
                if (entry == null) {
                    entry = newEntry(spot, key);
                }
                if (entry != null) {
                    entry.merge(OPENERS, 1, (openers, one) -> (Integer) openers + (Integer) one);
                    return new LocalLockFile(this, path, spot.path(), key, new LockTable(entry));
                }
            }
        }
        throw new FileSystemException(
                path.toString(), null, "the lock file was replaced " + ATTEMPTS + " times while it was opened");
    }

    /** Opens the channel of a lock file that is not open yet; returns null if the file was swapped meanwhile. */
    private Map<String, Object> newEntry(LocalPaths.Spot spot, String key) throws IOException {
        FileChannel channel = FileChannel.open(spot.path(), UPDATE);
        BasicFileAttributes again = LocalPaths.look(spot);
        if (again == null || !keyOf(again, spot.path()).equals(key) || !spot.isStillThere()) {
            // Which file this channel is on is not known. It may be one that is locked, so it must not be closed now.
            stray(channel);
            return null;
        }
        Map<String, Object> entry = new HashMap<>();
        entry.put(CHANNEL, channel);
        files.put(key, entry);
        return entry;
    }

    @SuppressWarnings("unchecked") // Only this method stores strays.
    private void stray(FileChannel channel) {
        Map<String, Object> strays = files.computeIfAbsent(STRAYS, name -> new HashMap<>());
        ((List<FileChannel>) strays.computeIfAbsent(CHANNEL, name -> new ArrayList<FileChannel>())).add(channel);
    }

    /** Counts one opener less, and closes the channel after the last. */
    @SuppressWarnings("unchecked")
    void close(String key) throws IOException {
        synchronized (files) {
            Map<String, Object> entry = files.get(key);
            int left = (Integer) entry.get(OPENERS) - 1;
            entry.put(OPENERS, left);
            if (left > 0) {
                return;
            }
            files.remove(key);
            if (files.size() == 1 && files.containsKey(STRAYS)) {
                for (FileChannel stray :
                        (List<FileChannel>) files.remove(STRAYS).get(CHANNEL)) {
                    stray.close();
                }
            }
            ((FileChannel) entry.get(CHANNEL)).close();
        }
    }

    /** Device and inode; where the system has none, the path. */
    static String keyOf(BasicFileAttributes found, Path path) {
        return found.fileKey() == null ? path.toString() : found.fileKey().toString();
    }
}
