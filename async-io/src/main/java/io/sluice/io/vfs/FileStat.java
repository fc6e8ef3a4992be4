package io.sluice.io.vfs;

import java.time.Instant;

/**
 * What a file system says of a file.
 *
 * @param kind what it is
 * @param bytes its size
 * @param modified when its content last changed
 * @param device the file system it is on: only good for comparing two files now, as it is renumbered at reboot
 * @param inode its number on that file system, 0 where there is none
 * @param links how many names it has, 1 where that is not known
 */
public record FileStat(FileKind kind, long bytes, Instant modified, long device, long inode, int links) {

    public boolean isFile() {
        return kind == FileKind.FILE;
    }

    public boolean isDirectory() {
        return kind == FileKind.DIRECTORY;
    }

    public boolean isLink() {
        return kind == FileKind.LINK;
    }

    /** Whether both describe one file, under whatever names. */
    public boolean sameFile(FileStat other) {
        return inode != 0 && inode == other.inode && device == other.device;
    }
}
