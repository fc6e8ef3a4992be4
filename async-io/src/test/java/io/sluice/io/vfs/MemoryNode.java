package io.sluice.io.vfs;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an inode of a {@link MemoryVfs} stands for. Guarded by the machine's monitor. */
abstract sealed class MemoryNode {

    final long inode;
    Instant modified;
    boolean readable = true;
    boolean writable = true;
    boolean executable = true;
    /** The names it has. */
    int names;

    private MemoryNode(long inode, Instant modified) {
        this.inode = inode;
        this.modified = modified;
    }

    abstract FileKind kind();

    final void copyAttributesTo(MemoryNode copy) {
        copy.modified = modified;
        copy.readable = readable;
        copy.writable = writable;
        copy.executable = executable;
    }

    /** A regular file, with the locks on it. */
    static final class File extends MemoryNode {
        final MemoryContent content;
        final List<MemoryLockFile.Range> locks = new ArrayList<>();
        int openHandles;

        File(long inode, Instant modified, MemoryContent content) {
            super(inode, modified);
            this.content = content;
        }

        @Override
        FileKind kind() {
            return FileKind.FILE;
        }

        /** Returns whether nobody can reach it any more. */
        boolean freeIfUnreachable() {
            if (names > 0 || openHandles > 0) {
                return false;
            }
            content.free();
            return true;
        }
    }

    /** A directory: the names everyone sees, and the names that are on the disk. */
    static final class Directory extends MemoryNode {
        final Map<String, MemoryNode> entries = new TreeMap<>();
        final Map<String, MemoryNode> synced = new TreeMap<>();

        Directory(long inode, Instant modified) {
            super(inode, modified);
        }

        @Override
        FileKind kind() {
            return FileKind.DIRECTORY;
        }
    }

    /** A symbolic link. */
    static final class Link extends MemoryNode {
        final Path target;

        Link(long inode, Instant modified, Path target) {
            super(inode, modified);
            this.target = target;
        }

        @Override
        FileKind kind() {
            return FileKind.LINK;
        }
    }
}
