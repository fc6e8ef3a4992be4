package io.sluice.io.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bytes of one file of a {@link MemoryVfs}: what a reader sees, and what the disk holds. Pages are copied when
 * they are first written after a sync, so that the disk's version stays. Holes cost nothing. Guarded by the machine's
 * monitor.
 */
final class MemoryContent {

    static final int PAGE_BYTES = 4096;
    static final int SECTOR_BYTES = 512;

    private final MemorySpace space;
    private final Map<Long, byte[]> seen = new HashMap<>();
    private final Map<Long, byte[]> synced = new HashMap<>();
    /** Pages that differ from the disk's version, or may. Their arrays in {@link #seen} belong to it alone. */
    private final Set<Long> unsynced = new TreeSet<>();
    /** Pages a failed sync gave up on: seen by readers, but no later sync writes them. Owned like the unsynced ones. */
    private final Set<Long> abandoned = new TreeSet<>();

    private long size;
    private long syncedSize;
    /** The smallest size since the last sync: a cut that a later write grew over may still reach the disk. */
    private long leastSize;

    MemoryContent(MemorySpace space) {
        this.space = space;
    }

    long size() {
        return size;
    }

    int read(ByteBuffer target, long position) {
        if (position >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), size - position);
        for (int done = 0; done < count; ) {
            long at = position + done;
            int offset = (int) (at % PAGE_BYTES);
            int piece = Math.min(count - done, PAGE_BYTES - offset);
            byte[] page = seen.get(at / PAGE_BYTES);
            target.put(page == null ? new byte[PAGE_BYTES] : page, offset, piece);
            done += piece;
        }
        return count;
    }

    /** Writes as much as there is room for. */
    int write(ByteBuffer source, long position, String path) throws IOException {
        int count = source.remaining();
        int done = 0;
        while (done < count) {
            long at = position + done;
            int offset = (int) (at % PAGE_BYTES);
            int piece = Math.min(count - done, PAGE_BYTES - offset);
            byte[] page = pageForWriting(at / PAGE_BYTES);
            if (page == null) {
                if (done > 0) {
                    break;
                }
                throw new FileSystemException(
                        path, null, "No space left on device (write of " + count + " bytes at position " + at + ")");
            }
            source.get(page, offset, piece);
            done += piece;
            size = Math.max(size, at + piece);
        }
        return done;
    }

    void truncate(long bytes) {
        if (bytes < size) {
            for (long page :
                    seen.keySet().stream().filter(p -> p * PAGE_BYTES >= bytes).toList()) {
                seen.remove(page);
                space.free(PAGE_BYTES);
                unsynced.add(page);
            }
            int tail = (int) (bytes % PAGE_BYTES);
            if (tail > 0 && seen.containsKey(bytes / PAGE_BYTES)) {
                Arrays.fill(pageForWriting(bytes / PAGE_BYTES), tail, PAGE_BYTES, (byte) 0);
            }
        }
        size = bytes;
        leastSize = Math.min(leastSize, bytes);
    }

    /** The page, as one that only readers share with us; null when there is no room for a new one. */
    private byte[] pageForWriting(long number) {
        byte[] page = seen.get(number);
        if (page == null) {
            if (!space.take(PAGE_BYTES)) {
                return null;
            }
            page = new byte[PAGE_BYTES];
            seen.put(number, page);
        } else if (!unsynced.contains(number) && !abandoned.contains(number)) {
            page = page.clone();
            seen.put(number, page);
        }
        unsynced.add(number);
        abandoned.remove(number);
        return page;
    }

    void sync() {
        for (long page : unsynced) {
            byte[] bytes = seen.get(page);
            if (bytes == null) {
                synced.remove(page);
            } else {
                synced.put(page, bytes);
            }
        }
        unsynced.clear();
        syncedSize = size;
        leastSize = size;
    }

    /** What a sync that failed leaves: the pages count as clean, so that no later sync writes them. */
    void failSync() {
        abandoned.addAll(unsynced);
        unsynced.clear();
    }

    boolean hasUnsynced() {
        return !unsynced.isEmpty() || !abandoned.isEmpty() || size != syncedSize;
    }

    /** Gives the room back once no name and no handle is left. */
    void free() {
        space.free((long) seen.size() * PAGE_BYTES);
        seen.clear();
    }

    /** The content as it is found after a crash, all of it synced. */
    MemoryContent afterCrash(Survival.Dice dice, MemorySpace spaceAfter) {
        MemoryContent after = new MemoryContent(spaceAfter);
        after.synced.putAll(synced);
        Set<Long> undecided = new TreeSet<>(unsynced);
        undecided.addAll(abandoned);
        for (long page : undecided) {
            byte[] survivor = survivor(synced.get(page), seen.get(page), dice);
            if (survivor == null) {
                after.synced.remove(page);
            } else {
                after.synced.put(page, survivor);
            }
        }
        after.size = sizeAfter(dice);
        after.cutTheDiskTo(after.size);
        after.syncedSize = after.size;
        after.leastSize = after.size;
        after.seen.putAll(after.synced);
        // A disk that was not too small for this before the crash is not too small for it now.
        spaceAfter.takeAnyway((long) after.seen.size() * PAGE_BYTES);
        return after;
    }

    private long sizeAfter(Survival.Dice dice) {
        if (size == syncedSize && leastSize == size) {
            return size;
        }
        return switch (dice.divisible()) {
            case OLD -> syncedSize;
            case NEW -> size;
            case MIXED -> dice.between(leastSize, Math.max(size, syncedSize));
        };
    }

    private void cutTheDiskTo(long bytes) {
        synced.keySet().removeIf(page -> page * PAGE_BYTES >= bytes);
        int tail = (int) (bytes % PAGE_BYTES);
        synced.computeIfPresent(bytes / PAGE_BYTES, (page, content) -> {
            byte[] cut = content.clone();
            Arrays.fill(cut, tail, PAGE_BYTES, (byte) 0);
            return cut;
        });
    }

    private static byte[] survivor(byte[] old, byte[] written, Survival.Dice dice) {
        return switch (dice.divisible()) {
            case OLD -> old;
            case NEW -> written == null ? null : written.clone();
            case MIXED -> {
                byte[] torn = old == null ? new byte[PAGE_BYTES] : old.clone();
                byte[] other = written == null ? new byte[PAGE_BYTES] : written;
                for (int sector = 0; sector < PAGE_BYTES; sector += SECTOR_BYTES) {
                    if (dice.whole() == Survival.Fate.NEW) {
                        System.arraycopy(other, sector, torn, sector, SECTOR_BYTES);
                    }
                }
                yield torn;
            }
        };
    }
}
