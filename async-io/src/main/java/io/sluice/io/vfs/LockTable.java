package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The ranges of one lock file that this process holds, and who in the process holds them. A view of an entry of
 * {@link LockFileRegistry}; the entry is the monitor.
 *
 * <p>The JDK cannot turn a shared lock into an exclusive one, only give it back and ask again, and in between another
 * process may take it. So each range has a second one far behind it, its guard. The rule is that <em>who asks for an
 * exclusive lock on a range holds the exclusive lock on its guard before</em>, and keeps it as long as the exclusive
 * lock. While one holds the guard, no one else can get the range exclusively, so what was given back shared can be had
 * back shared. A shared lock needs no guard.
 */
final class LockTable {

    private static final String RANGES = "ranges";
    private static final String POSITION = "position";
    private static final String LENGTH = "length";
    private static final String LOCK = "lock";
    private static final String GUARD = "guard";
    private static final String OWNERS = "owners";

    /** Beyond {@link VfsLockFile#MAX_POSITION}, so that no range meets a guard. */
    static final long GUARD_OFFSET = 1L << 61;

    private final Path path;
    private final Map<String, Object> entry;
    private final FileChannel channel;
    private final List<Map<String, Object>> ranges;

    @SuppressWarnings("unchecked") // Every copy of this class stores the same types, all of the JDK.
    LockTable(Path path, Map<String, Object> entry) {
        this.path = path;
        this.entry = entry;
        synchronized (entry) {
            this.channel = (FileChannel) entry.get(LockFileRegistry.CHANNEL);
            this.ranges = (List<Map<String, Object>>)
                    entry.computeIfAbsent(RANGES, name -> new ArrayList<Map<String, Object>>());
        }
    }

    boolean tryLock(Object owner, long position, long length, boolean shared) throws IOException {
        synchronized (entry) {
            requireHeld();
            Map<String, Object> range = find(position, length);
            if (range == null) {
                return shared ? takeShared(owner, position, length) : takeExclusive(owner, position, length);
            }
            List<Object> owners = ownersOf(range);
            if (isShared(range)) {
                if (shared) {
                    if (!owners.contains(owner)) {
                        owners.add(owner);
                    }
                    return true;
                }
                return owners.contains(owner) && owners.size() == 1 && upgrade(range);
            }
            if (!owners.contains(owner)) {
                return false;
            }
            if (shared) {
                downgrade(range);
            }
            return true;
        }
    }

    void unlock(Object owner, long position, long length) throws IOException {
        synchronized (entry) {
            Map<String, Object> range = find(position, length);
            if (range != null) {
                release(owner, range);
            }
        }
    }

    void unlockAll(Object owner) throws IOException {
        IOException first = null;
        synchronized (entry) {
            for (Map<String, Object> range : List.copyOf(ranges)) {
                try {
                    release(owner, range);
                } catch (IOException e) {
                    first = first == null ? e : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Whether anyone but the owner holds a lock on the range. Has to take the lock to know, and gives it back. */
    boolean lockedElsewhere(Object owner, long position, long length) throws IOException {
        synchronized (entry) {
            requireHeld();
            Map<String, Object> range = find(position, length);
            if (range == null) {
                if (!takeExclusive(owner, position, length)) {
                    return true;
                }
                release(owner, find(position, length));
                return false;
            }
            List<Object> owners = ownersOf(range);
            if (!owners.contains(owner) || owners.size() > 1) {
                return true;
            }
            if (!isShared(range)) {
                return false;
            }
            if (!upgrade(range)) {
                return true;
            }
            downgrade(range);
            return false;
        }
    }

    private boolean takeShared(Object owner, long position, long length) throws IOException {
        FileLock lock = ask(position, length, true);
        return lock != null && add(owner, position, length, lock, null);
    }

    private boolean takeExclusive(Object owner, long position, long length) throws IOException {
        FileLock guard = ask(position + GUARD_OFFSET, length, false);
        if (guard == null) {
            return false;
        }
        FileLock lock = null;
        try {
            lock = ask(position, length, false);
        } finally {
            if (lock == null) {
                guard.release();
            }
        }
        return lock != null && add(owner, position, length, lock, guard);
    }

    private boolean add(Object owner, long position, long length, FileLock lock, FileLock guard) {
        Map<String, Object> range = new HashMap<>();
        List<Object> owners = new ArrayList<>();
        owners.add(owner);
        range.put(POSITION, position);
        range.put(LENGTH, length);
        range.put(LOCK, lock);
        range.put(GUARD, guard);
        range.put(OWNERS, owners);
        ranges.add(range);
        return true;
    }

    private boolean upgrade(Map<String, Object> range) throws IOException {
        long position = (Long) range.get(POSITION);
        long length = (Long) range.get(LENGTH);
        FileLock guard = ask(position + GUARD_OFFSET, length, false);
        if (guard == null) {
            return false;
        }
        range.put(GUARD, guard);
        if (exchange(range, false)) {
            return true;
        }
        if (!exchange(range, true)) {
            throw lost(range);
        }
        range.put(GUARD, null);
        guard.release();
        return false;
    }

    private void downgrade(Map<String, Object> range) throws IOException {
        if (!exchange(range, true)) {
            throw lost(range);
        }
        FileLock guard = (FileLock) range.put(GUARD, null);
        guard.release();
    }

    /** Gives the range's lock back and asks for the other kind. Call only while holding the guard. */
    private boolean exchange(Map<String, Object> range, boolean shared) throws IOException {
        FileLock lock = (FileLock) range.get(LOCK);
        if (lock.isValid()) {
            lock.release();
        }
        FileLock other = ask((Long) range.get(POSITION), (Long) range.get(LENGTH), shared);
        if (other != null) {
            range.put(LOCK, other);
        }
        return other != null;
    }

    /** What only someone who does not keep the rule can bring about. */
    private IOException lost(Map<String, Object> range) throws IOException {
        ranges.remove(range);
        ((FileLock) range.get(GUARD)).release();
        return new LostLockException(
                path,
                "the lock on " + range.get(LENGTH) + " bytes at " + range.get(POSITION)
                        + " went to a program that does not keep to the guards of Sluice's lock files");
    }

    private void release(Object owner, Map<String, Object> range) throws IOException {
        List<Object> owners = ownersOf(range);
        if (owners.remove(owner) && owners.isEmpty()) {
            ranges.remove(range);
            try {
                free((FileLock) range.get(LOCK));
            } finally {
                free((FileLock) range.get(GUARD));
            }
        }
    }

    /** One that went with its channel needs no more. */
    private static void free(FileLock lock) throws IOException {
        if (lock != null && lock.isValid()) {
            lock.release();
        }
    }

    /** The system has dropped every lock if anyone but the registry has closed the channel. */
    private void requireHeld() throws LostLockException {
        if (!channel.isOpen()) {
            throw new LostLockException(path, "its channel was closed by other code in this process");
        }
    }

    private FileLock ask(long position, long length, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, length, shared);
        } catch (OverlappingFileLockException e) {
            // Someone in this process locks the file without the registry.
            return null;
        }
    }

    private Map<String, Object> find(long position, long length) {
        for (Map<String, Object> range : ranges) {
            long otherPosition = (Long) range.get(POSITION);
            long otherLength = (Long) range.get(LENGTH);
            if (otherPosition == position && otherLength == length) {
                return range;
            }
            if (otherPosition < position + length && position < otherPosition + otherLength) {
                throw new IllegalArgumentException("lock range of " + length + " bytes at " + position
                        + " overlaps in part the one of " + otherLength + " bytes at " + otherPosition
                        + ": ranges of a lock file must be equal or disjoint");
            }
        }
        return null;
    }

    private static boolean isShared(Map<String, Object> range) {
        return ((FileLock) range.get(LOCK)).isShared();
    }

    @SuppressWarnings("unchecked") // See the constructor.
    private static List<Object> ownersOf(Map<String, Object> range) {
        return (List<Object>) range.get(OWNERS);
    }
}
