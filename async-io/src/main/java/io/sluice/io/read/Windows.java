package io.sluice.io.read;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;

/** The mapped part of {@link OneRead one read}: one window of the file after another. Used by the thread that reads. */
final class Windows {

    private final OneRead<?> read;
    private final OneRead.Shared shared;
    private final ReadSettings settings;
    private final VfsFile file;
    private final ChunkReader<?> reader;
    private boolean any;

    Windows(OneRead<?> read, OneRead.Shared shared, VfsFile file, ChunkReader<?> reader) {
        this.read = read;
        this.shared = shared;
        this.settings = shared.settings();
        this.file = file;
        this.reader = reader;
    }

    /** Whether any window could be mapped. */
    boolean any() {
        return any;
    }

    /** Maps a window, and one after another while at least {@code least} bytes are left, there is room, and it need not stop. */
    void readOn(long least) throws IOException {
        do {
            long size = read.size();
            // Windows begin at multiples of their size, although what was read of the first one is mapped again
            // then: the system maps large pages only where they are aligned in the file.
            long start = read.position() - read.position() % settings.mapWindow();
            long bytes = Math.min(size - start, settings.mapWindow());
            if (size - read.position() < least) {
                return;
            }
            try (Seats.Room room = shared.seats().extra(bytes).orElse(null);
                    VfsFile.Mapping window = room == null ? null : map(start, bytes)) {
                if (window == null) {
                    return;
                }
                handOut(window.buffer(), start, start + bytes);
            }
            any = true;
        } while (!read.mustStop());
    }

    private VfsFile.Mapping map(long start, long bytes) {
        try {
            return file.map(start, bytes).orElse(null);
        } catch (IOException e) {
            // No address space, or no mapping here: reading works without, and says so itself if it does not.
            return null;
        }
    }

    /** Hands out what is mapped from {@code start} to {@code end}, from where the read stands. */
    private void handOut(ByteBuffer window, long start, long end) throws IOException {
        ByteBuffer view = window.asReadOnlyBuffer();
        try {
            while (read.position() < end) {
                read.stopIfCancelled();
                int from = (int) (read.position() - start);
                int to = (int) Math.min(end - start, from + (long) settings.chunkSize());
                reader.chunk(view.clear().limit(to).position(from).order(ByteOrder.BIG_ENDIAN), read.position());
                read.advance(to - from);
            }
            // Past a cut, memory reads as zeros up to the page's end, and the machine reports a fault late or
            // never: only the size tells. It is asked for inside the try because a late fault surfaces on the way
            // back.
            if (file.size() < end) {
                throw new FileCutShortException(file.path(), start, null);
            }
        } catch (InternalError e) {
            if (file.size() < end) {
                throw new FileCutShortException(file.path(), start, e);
            }
            FileSystemException failure = new FileSystemException(
                    file.path().toString(), null, "a page mapped from byte " + start + " on could not be read");
            failure.initCause(e);
            throw failure;
        }
    }
}
