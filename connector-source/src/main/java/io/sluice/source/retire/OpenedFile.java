package io.sluice.source.retire;

import io.sluice.io.vfs.FileStat;
import io.sluice.io.vfs.OpenMode;
import io.sluice.io.vfs.Vfs;
import io.sluice.io.vfs.VfsFile;
import io.sluice.source.content.Content;
import io.sluice.source.tail.ContentSource;
import io.sluice.source.tail.FinishedFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A finished file, opened once more: the very one, at its place. Owned by the retirement's thread. */
final class OpenedFile implements Closeable {

    private final FinishedFile file;
    private final FileStat stat;
    private final VfsFile handle;
    private final Content content;

    private OpenedFile(FinishedFile file, FileStat stat, VfsFile handle, Content content) {
        this.file = file;
        this.stat = stat;
        this.handle = handle;
        this.content = content;
    }

    /** Null if what is at its place is not, or not any more, the file that was read. */
    static OpenedFile open(Vfs vfs, ContentSource contents, FinishedFile file) throws IOException {
        Path path = file.view().found().path();
        FileStat before = vfs.statLink(path);
        if (!isAsFound(file, before)) {
            return null;
        }
        VfsFile handle = vfs.open(path, OpenMode.READ);
        boolean kept = false;
        try {
            // The same before and after: so it is the one that was opened.
            FileStat after = vfs.statLink(path);
            if (isAsFound(file, after)) {
                OpenedFile opened = new OpenedFile(file, after, handle, contents.open(handle));
                kept = true;
                return opened;
            }
            return null;
        } finally {
            if (!kept) {
                handle.close();
            }
        }
    }

    /** The file itself, with the size and the time of when it was read. The time is older than the grace: each write changes it. */
    static boolean isAsFound(FinishedFile file, FileStat stat) {
        FileStat found = file.view().found().stat();
        return stat.isFile()
                && stat.sameFile(found)
                && stat.bytes() == found.bytes()
                && stat.modified().equals(found.modified());
    }

    FinishedFile file() {
        return file;
    }

    Path path() {
        return file.view().found().path();
    }

    FileStat stat() {
        return stat;
    }

    VfsFile handle() {
        return handle;
    }

    Content content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
