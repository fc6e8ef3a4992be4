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
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/**
 * The lock files that are open in this process, each with its one channel. Its monitor guards opening and closing.
 *
 * <p>POSIX locks belong to the process, and closing <em>any</em> descriptor of a file drops every lock the process has
 * on it. So there may be one channel per lock file in the whole process, closed by the last opener, also when this
 * class is there several times: every plug-in of a Connect worker has a class loader of its own. The registry is
 * therefore kept where all class loaders find it, see {@link SharedLockFiles}, and made of JDK types only, so that all
 * copies of this class read it alike and none of them is kept from being unloaded.
 */
final class LockFileRegistry {

    /** The layout of an entry: the channel, and the number of openers. {@link LockTable} adds the ranges. */
    static final String CHANNEL = "channel";

    private static final String OPENERS = "openers";
    /** Channels of other openers of the file, closed by them, to be closed here after the last lock. */
    private static final String ORPHANS = "orphans";
    /** The key of the channels that turned out to be on another file than the one looked at. No file has this key. */
    private static final String STRAYS = "";

    private static final Set<OpenOption> UPDATE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int ATTEMPTS = 8;

    static final String NO_LOCK_FILE = "Not a regular file, so no lock file";

    /** Finds the place of the lock file, anew at each attempt. */
    interface Finder {
        LocalPaths.Spot find() throws IOException;
    }

    /** Creates the lock file, or lets be the one that someone else has created. */
    interface Creator {
        void create(LocalPaths.Spot spot) throws IOException;
    }

    private final ConcurrentMap<String, Map<String, Object>> files;

    private LockFileRegistry(ConcurrentMap<String, Map<String, Object>> files) {
        this.files = files;
    }

    static LockFileRegistry ofThisProcess() throws IOException {
        return new LockFileRegistry(SharedLockFiles.ofThisProcess());
    }

    /** Whether the file is open as a lock file; false if there is no key to know it by. */
    boolean isOpen(Object fileKey) {
        return fileKey != null && !files.isEmpty() && files.containsKey(fileKey.toString());
    }

    /** Closes the channel of someone who opened the file before it was a lock file, when no lock can be lost by it. */
    void closeWithLocks(FileChannel channel, Object fileKey) throws IOException {
        synchronized (files) {
            Map<String, Object> entry = files.get(fileKey.toString());
            if (entry == null) {
                channel.close();
            } else {
                channelsOf(entry, ORPHANS).add(channel);
            }
        }
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
                    throw new FileSystemException(path.toString(), null, NO_LOCK_FILE);
                }
                String key = keyOf(found, spot.path());
                Map<String, Object> entry = files.get(key);
                if (entry == null || !channelOf(entry).isOpen()) {
                    entry = newEntry(spot, key);
                }
                if (entry != null) {
                    entry.merge(OPENERS, 1, (openers, one) -> (Integer) openers + (Integer) one);
                    return new LocalLockFile(this, path, spot.path(), key, entry);
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
        Map<String, Object> dead = files.put(key, entry);
        if (dead != null) {
            // Its openers have lost their locks. What would be closed with them would now take those of the new ones.
            channelsOf(entry, ORPHANS).addAll(channelsOf(dead, ORPHANS));
            channelsOf(dead, ORPHANS).clear();
        }
        return entry;
    }

    private void stray(FileChannel channel) {
        channelsOf(files.computeIfAbsent(STRAYS, name -> new HashMap<>()), CHANNEL)
                .add(channel);
    }

    /**
     * Counts one opener less, and closes the channels after the last.
     *
     * @param entry the one that was opened; when its channel was lost, another may have its key by now
     */
    void close(String key, Map<String, Object> entry) throws IOException {
        synchronized (files) {
            int left = (Integer) entry.get(OPENERS) - 1;
            entry.put(OPENERS, left);
            if (left > 0) {
                return;
            }
            if (files.get(key) == entry) {
                files.remove(key);
            }
            List<FileChannel> unused = new ArrayList<>(channelsOf(entry, ORPHANS));
            unused.add(channelOf(entry));
            if (files.size() == 1 && files.containsKey(STRAYS)) {
                unused.addAll(channelsOf(files.remove(STRAYS), CHANNEL));
            }
            closeAll(unused);
        }
    }

    private static void closeAll(List<FileChannel> channels) throws IOException {
        IOException first = null;
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static FileChannel channelOf(Map<String, Object> entry) {
        return (FileChannel) entry.get(CHANNEL);
    }

    @SuppressWarnings("unchecked") // Under these names there is nothing else.
    private static List<FileChannel> channelsOf(Map<String, Object> entry, String name) {
        return (List<FileChannel>) entry.computeIfAbsent(name, missing -> new ArrayList<FileChannel>());
    }

    /** Device and inode; where the system has none, the path. */
    static String keyOf(BasicFileAttributes found, Path path) {
        return found.fileKey() == null ? path.toString() : found.fileKey().toString();
    }
}
