package io.sluice.source.content;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file too short to tell what it is; becomes what it is with the first read that finds it long enough. One thread at a time. */
final class UndecidedContent implements Content {

    private final VfsFile file;
    private final ContentOpener opener;
    /** Null until it is known. */
    private Content decided;

    UndecidedContent(VfsFile file, ContentOpener opener) {
        this.file = file;
        this.opener = opener;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return decide(false) ? decided.read(target, position) : -1;
    }

    @Override
    public void settle() throws IOException {
        decide(true);
    }

    private boolean decide(boolean now) throws IOException {
        if (decided == null) {
            Marks.Told told = opener.tell(file);
            if (told.undecided() && !now) {
                return false;
            }
            decided = opener.decided(file, told.compression());
        }
        return true;
    }

    @Override
    public Compression compression() {
        return decided == null ? Compression.NONE : decided.compression();
    }

    @Override
    public long size() throws IOException {
        return decided == null ? -1 : decided.size();
    }

    @Override
    public boolean undecided() {
        return decided == null;
    }

    @Override
    public void close() throws IOException {
        if (decided == null) {
            file.close();
        } else {
            decided.close();
        }
    }
}
