package io.sluice.io;

import io.sluice.io.text.Line;
import io.sluice.io.text.LineBuffer;
import io.sluice.io.text.TextCoding;
import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.charset.Charset;

/** The lines of a file; a refill reads a chunk, which may hold many lines or be a part of one. */
final class LineFeed implements Feed<Line> {
    private final VfsFile file;
    private final long position;
    private final Charset charset;
    private final FileSystemSettings settings;
    private LineBuffer lines;
    private boolean atEnd;

    LineFeed(VfsFile file, long position, Charset charset, FileSystemSettings settings) {
        this.file = file;
        this.position = position;
        this.charset = charset;
        this.settings = settings;
    }

    @Override
    public Line next() throws IOException {
        return lines != null && (lines.next() || (atEnd && lines.rest())) ? lines.line() : null;
    }

    @Override
    public boolean refill() throws IOException {
        if (lines == null) {
            lines = open(file, position, charset, settings);
        }
        int count = Transfers.readSome(file, lines.space(), lines.readPosition());
        if (count < 0) {
            atEnd = true;
            return false;
        }
        lines.filled(count);
        return true;
    }

    static LineBuffer open(VfsFile file, long position, Charset charset, FileSystemSettings settings)
            throws IOException {
        return new LineBuffer(
                file.path().toString(),
                position,
                position == 0 ? charset : decide(file, charset),
                settings.chunkBytes(),
                settings.maxLineBytes());
    }

    /** The charset with its byte order, as the first bytes of the file say. */
    static Charset decide(VfsFile file, Charset charset) throws IOException {
        return TextCoding.leavesOrderOpen(charset)
                ? TextCoding.decide(charset, Transfers.read(file, 0, TextCoding.LONGEST_MARK))
                : charset;
    }
}
