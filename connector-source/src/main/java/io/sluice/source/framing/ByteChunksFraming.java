package io.sluice.source.framing;

/** Cuts chunks of one size: see {@link ByteChunkSettings}. Owned by the one reader that has the file. */
final class ByteChunksFraming implements Framing {

    private final int size;
    private final Succession succession = new Succession();

    ByteChunksFraming(ByteChunkSettings settings) {
        size = settings.chunkBytes();
    }

    @Override
    public int largestWindow() {
        return size;
    }

    @Override
    public int cut(Window window, FrameSink sink) {
        succession.begins(window);
        int at = window.from();
        boolean more = true;
        while (more && (window.to() - at >= size || (window.isLast() && at < window.to()))) {
            int end = at + Math.min(size, window.to() - at);
            more = sink.frame(window.bytes(), at, end, window.shift() + at, window.shift() + end);
            at = end;
        }
        return succession.doneAt(window, at);
    }
}
