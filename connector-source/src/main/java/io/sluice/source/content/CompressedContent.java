package io.sluice.source.content;

import io.sluice.io.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * What a compressed file decompresses to, its members one behind the other. Takes its buffers and its decoder with the first
 * read. One thread at a time.
 */
final class CompressedContent implements Content {

    private static final int SCRATCH_BYTES = 64 * 1024;

    private final VfsFile file;
    private final Compression compression;
    private final ContentSettings settings;
    private final ContentOpener.Decoders decoders;

    private FileInput input;
    /** Null before the first read. */
    private Decoder decoder;

    private byte[] scratch;
    private boolean closed;

    /** Of the next byte that the decoder will give. */
    private long position;

    private boolean inMember;
    /** Where the member begins, or began last: in the content and in the file. */
    private long memberPosition;

    private long memberFilePosition;
    /** Why there is nothing behind {@link #position}: the file's damage or a limit. Null if there may be something. */
    private IOException broken;
    /** What stopped a decoder that cannot go on; the next read begins its member anew. Null if nothing did. */
    private IOException stalled;
    /** Where the content ended in the middle, and the file's size then; reading on makes no sense before it grew. */
    private long cutPosition = -1;

    private long cutFilePosition;

    CompressedContent(
            VfsFile file, Compression compression, ContentSettings settings, ContentOpener.Decoders decoders) {
        this.file = file;
        this.compression = compression;
        this.settings = settings;
        this.decoders = decoders;
    }

    @Override
    public int read(ByteBuffer target, long from) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (cutPosition >= 0 && from >= cutPosition && file.size() <= cutFilePosition) {
            throw cutShort(new InputEndedException(cutFilePosition));
        }
        if (!reach(from)) {
            return -1;
        }
        if (target.hasArray()) {
            int start = target.arrayOffset() + target.position();
            int read = decompress(target.array(), start, start + target.remaining());
            target.position(target.position() + Math.max(read, 0));
            return read;
        }
        byte[] piece = scratch();
        int read = decompress(piece, 0, Math.min(piece.length, target.remaining()));
        target.put(piece, 0, Math.max(read, 0));
        return read;
    }

    /** Makes {@code to} the position, or finds that the content ends before it. */
    private boolean reach(long to) throws IOException {
        if (decoder == null) {
            input = new FileInput(file);
            decoder = decoders.open(compression, input);
        }
        if (to < position || stalled != null) {
            boolean inThisMember = to >= memberPosition;
            startOver(inThisMember ? memberPosition : 0, inThisMember ? memberFilePosition : 0);
        }
        while (position < to) {
            if (decompress(scratch(), 0, (int) Math.min(SCRATCH_BYTES, to - position)) < 0) {
                return false;
            }
        }
        return true;
    }

    private void startOver(long contentPosition, long filePosition) {
        input.seek(filePosition);
        position = contentPosition;
        memberPosition = contentPosition;
        memberFilePosition = filePosition;
        inMember = false;
        broken = null;
        stalled = null;
        cutPosition = -1;
    }

    private byte[] scratch() {
        if (scratch == null) {
            scratch = new byte[SCRATCH_BYTES];
        }
        return scratch;
    }

    /** Decompresses until the range is full or nothing more comes now; fails only if there is not one byte. */
    private int decompress(byte[] target, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int read;
            try {
                read = decompressSome(target, at, to);
            } catch (IOException e) {
                if (at > from) {
                    // The next read will see for itself.
                    break;
                }
                throw e;
            }
            if (read < 0) {
                break;
            }
            at += read;
        }
        return at == from ? -1 : at - from;
    }

    private int decompressSome(byte[] target, int from, int to) throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (stalled != null) {
            throw stalled;
        }
        boolean full = position >= settings.largestContentBytes();
        long room = full ? 1 : settings.largestContentBytes() - position;
        try {
            int read = -1;
            while (read < 0) {
                if (!inMember && !beginMember()) {
                    return -1;
                }
                read = decoder.decode(target, from, (int) Math.min(to, from + Math.min(room, to - from)));
                inMember = read >= 0;
            }
            if (full) {
                broken = limit("is larger than largestContentBytes, " + settings.largestContentBytes());
                throw broken;
            }
            position += read;
            checkRatio();
            return read;
        } catch (IOException e) {
            if (decoder.goesOn() || e instanceof BrokenFormatException || e instanceof WindowTooLargeException) {
                throw said(e);
            }
            stalled = said(e);
            throw stalled;
        }
    }

    private boolean beginMember() throws IOException {
        memberPosition = position;
        memberFilePosition = input.position();
        inMember = decoder.begin();
        return inMember;
    }

    private void checkRatio() {
        if (position > ContentSettings.CONTENT_OF_ANY_RATIO_BYTES
                && position / settings.largestRatio() > input.position()) {
            broken = limit("is more than largestRatio, " + settings.largestRatio() + ", times as large as its file");
        }
    }

    /** What the reader is told, with file and positions; the file's own failures name it themselves. */
    private IOException said(IOException e) {
        if (e instanceof InputEndedException ended) {
            cutPosition = position;
            cutFilePosition = ended.filePosition();
            return cutShort(e);
        }
        if (e instanceof BrokenFormatException) {
            broken = new CorruptContentException(file.path(), compression, position, input.position(), e);
        } else if (e instanceof WindowTooLargeException) {
            broken = limit(e.getMessage());
        } else {
            return e;
        }
        return broken;
    }

    private IOException cutShort(Throwable cause) {
        return new ContentCutShortException(file.path(), compression, cutPosition, cutFilePosition, cause);
    }

    private IOException limit(String reason) {
        return new ContentLimitException(file.path(), compression, position, input.position(), reason);
    }

    @Override
    public Compression compression() {
        return compression;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (file) {
            if (decoder != null) {
                decoder.close();
            }
        }
    }
}
