package io.sluice.source.tail;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Compression;
import io.sluice.source.content.Content;
import io.sluice.source.scan.FoundFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** The open content of a file, which is the very file that was found, whatever its path leads to by now. Owned by the reader. */
final class TailedFile {

    private final Vfs vfs;
    private final ContentSource contents;
    private Content content;
    private boolean compressed;

    TailedFile(Vfs vfs, ContentSource contents) {
        this.vfs = vfs;
        this.contents = contents;
    }

    boolean isOpen() {
        return content != null;
    }

    Content content() {
        return content;
    }

    /** Whether it was when it was opened last. */
    boolean isCompressed() {
        return compressed;
    }

    /** Returns false if the file is not, or no longer, where it was seen. */
    boolean open(FoundFile found) throws IOException {
        VfsFile file;
        try {
            if (!isAtItsPath(found)) {
                return false;
            }
            file = vfs.open(found.path(), OpenMode.READ);
        } catch (NoSuchFileException e) {
            return false;
        }
        boolean kept = false;
        try {
            // The same before and after: so it is the one that was opened.
            if (isAtItsPath(found)) {
                content = contents.open(file);
                compressed = content.compression() != Compression.NONE;
                kept = true;
            }
        } catch (NoSuchFileException e) {
            return false;
        } finally {
            if (!kept) {
                file.close();
            }
        }
        return kept;
    }

    private boolean isAtItsPath(FoundFile found) throws IOException {
        FileStat now = vfs.stat(found.path());
        return now.isFile() && now.sameFile(found.stat());
    }

    void close() {
        if (content == null) {
            return;
        }
        try {
            content.close();
        } catch (IOException e) {
            // It was only read: there is nothing left to lose.
        }
        content = null;
    }
}
