package io.sluice.source.framing;

/**
 * Cuts chunks of whole lines: see {@link LineChunkSettings}. Looks for the last line end that fits, from behind, so
 * most bytes are never looked at. Owned by the one reader that has the file.
 */
final class LineChunksFraming implements Framing {

    private static final String LINE = "line";

    private final int max;
    private final OverLong overLong;

    /** Finds the header row; null if there is none. */
    private final Framing header;

    private final Succession succession = new Succession();

    // Position before which no line of the current chunk ends; saves reading a growing line again.
    private long searched;
    private Remnant remnant;

    LineChunksFraming(LineChunkSettings settings) {
        max = settings.chunkBytes();
        overLong = settings.overLong();
        header = settings.header()
                .map(csv -> CsvRowSettings.standard(csv)
                        .withMaxLineBytes(Math.max(max, Limits.LEAST_LINE_BYTES))
                        .newFraming())
                .orElse(null);
    }

    @Override
    public boolean flushesWhileGrowing() {
        return true;
    }

    @Override
    public int largestWindow() {
        return header == null ? max + 1 : Math.max(max + 1, header.largestWindow());
    }

    @Override
    public int prologue(Window beginning) throws FramingException {
        if (header == null) {
            return 0;
        }
        try {
            return header.prologue(beginning);
        } catch (FramingException e) {
            FramingException tooLong = new FramingException(
                    e.position(),
                    "the header does not end within the first " + LineChunkSettings.CHUNK_BYTES + " (" + max
                            + "): raise it, or leave csv.header out");
            throw (FramingException) tooLong.initCause(e);
        }
    }

    @Override
    public int cut(Window window, FrameSink sink) throws FramingException {
        succession.begins(window);
        return succession.doneAt(window, chunks(window, sink));
    }

    private int chunks(Window window, FrameSink sink) throws FramingException {
        byte[] bytes = window.bytes();
        int to = window.to();
        long shift = window.shift();
        int at = window.from();
        boolean more = true;
        while (more) {
            if (remnant != null) {
                int found = ByteSearch.indexOf(bytes, at, to, (byte) '\n');
                if (found < 0 && !window.isLast()) {
                    return to;
                }
                at = found < 0 ? to : found + 1;
                Remnant finished = remnant;
                remnant = null;
                more = finished.finish(sink, shift + at);
                continue;
            }
            int end = chunkEnd(window, at);
            if (end > at) {
                more = sink.frame(bytes, at, end, shift + at, shift + end);
                at = end;
            } else if (to - at > max) {
                remnant = tooLong(bytes, at, shift);
                at += max;
            } else {
                return at;
            }
        }
        return at;
    }

    /** Where the chunk that begins at {@code at} ends; {@code at} if it is not full, or its first line is too long. */
    private int chunkEnd(Window window, int at) {
        byte[] bytes = window.bytes();
        int length = window.to() - at;
        if (length <= max) {
            if (window.isLast()) {
                return window.to();
            }
            boolean full = length == max && bytes[window.to() - 1] == '\n';
            if (!full && !window.isFlush()) {
                return at;
            }
        }
        int limit = at + Math.min(length, max);
        int from = (int) Math.max(at, searched - window.shift());
        int found = ByteSearch.lastIndexOf(bytes, Math.min(from, limit), limit, (byte) '\n');
        if (found < 0) {
            searched = window.shift() + limit;
            return at;
        }
        return found + 1;
    }

    private Remnant tooLong(byte[] bytes, int from, long shift) throws FramingException {
        if (overLong == OverLong.FAIL) {
            throw OverLong.failure(LINE, shift + from, LineChunkSettings.CHUNK_BYTES, max, "skip");
        }
        return Remnant.bad(
                bytes, from, from + max, shift + from, OverLong.reason(LINE, LineChunkSettings.CHUNK_BYTES, max));
    }
}
