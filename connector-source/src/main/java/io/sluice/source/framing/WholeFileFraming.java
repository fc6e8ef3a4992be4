package io.sluice.source.framing;

/** Waits for the end: see {@link WholeFileSettings}. Owned by the one reader that has the file. */
final class WholeFileFraming implements Framing {

    private static final String FILE = "content";

    private final int max;
    private final OverLong overLong;
    private final Succession succession = new Succession();

    private Remnant remnant;

    WholeFileFraming(WholeFileSettings settings) {
        max = settings.maxFileBytes();
        overLong = settings.overLong();
    }

    @Override
    public int largestWindow() {
        return max + 1;
    }

    @Override
    public int cut(Window window, FrameSink sink) throws FramingException {
        succession.begins(window);
        if (remnant == null && window.length() > max) {
            remnant = tooLong(window);
        }
        if (!window.isLast()) {
            return succession.doneAt(window, remnant == null ? window.from() : window.to());
        }
        long next = window.shift() + window.to();
        if (remnant != null) {
            remnant.finish(sink, next);
            remnant = null;
        } else if (window.length() > 0) {
            sink.frame(window.bytes(), window.from(), window.to(), window.position(), next);
        }
        return succession.doneAt(window, window.to());
    }

    private Remnant tooLong(Window window) throws FramingException {
        if (overLong == OverLong.FAIL) {
            throw OverLong.failure(FILE, window.position(), WholeFileSettings.MAX_FILE_BYTES, max, "skip");
        }
        return Remnant.bad(
                window.bytes(),
                window.from(),
                window.from() + max,
                window.position(),
                OverLong.reason(FILE, WholeFileSettings.MAX_FILE_BYTES, max));
    }
}
