package io.sluice.io;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;

/**
 * Reads from the cursor to the end; once it knows how much that is, it is made again with that weight. In the file's lane.
 */
final class RestOfFile<T> implements Task.Call<T> {
    private final VfsFile file;
    private final Cursor cursor;
    private final int most;
    private final Made<T> made;
    private long size = -1;

    /** What is made of the content, which begins at {@code position}. */
    interface Made<T> {
        T from(byte[] content, long position) throws IOException;
    }

    RestOfFile(VfsFile file, Cursor cursor, int most, Made<T> made) {
        this.file = file;
        this.cursor = cursor;
        this.most = most;
        this.made = made;
    }

    @Override
    public T make() throws IOException, Task.Heavier {
        if (size < 0) {
            long whole = file.size();
            if (whole == StreamFile.UNKNOWN) {
                return taken(Transfers.readToEnd(file, cursor.position, most));
            }
            size = Math.max(0, whole - cursor.position);
            if (size > most) {
                throw Transfers.tooMuch(file, cursor.position, most);
            }
            throw new Task.Heavier(size);
        }
        return taken(Transfers.read(file, cursor.position, (int) size));
    }

    private T taken(byte[] content) throws IOException {
        T result = made.from(content, cursor.position);
        cursor.position += content.length;
        return result;
    }
}
