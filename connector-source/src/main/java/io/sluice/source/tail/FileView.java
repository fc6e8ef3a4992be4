package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;

/**
 * A file as its records see it: what it is, where it is, and which content of it.
 *
 * @param key what its state is stored under
 * @param id what the content is: another one for each generation
 * @param found where it was last seen, and how large it was
 */
public record FileView(StateKey key, String id, int generation, FoundFile found) {

    /**
     * Other content than was ever seen in the inode. Inodes are used again, and what was stored of the file that had one is
     * removed some day: so the generation alone would be given twice, and the file's time is part of the id.
     */
    static FileView ofNewContent(StateKey key, int generation, FoundFile found) {
        long modified = found.stat().modified().toEpochMilli();
        return new FileView(key, found.inodeKey() + ":" + modified + ":" + generation, generation, found);
    }

    /** What the file is under all its names. */
    public String inode() {
        return found.inodeKey();
    }

    FileView at(FoundFile now) {
        return new FileView(key, id, generation, now);
    }

    FileView storedAs(StateKey other) {
        return new FileView(other, id, generation, found);
    }
}
