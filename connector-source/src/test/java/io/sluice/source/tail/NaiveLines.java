package io.sluice.source.tail;

import io.sluice.source.framing.FrameSink;
import io.sluice.source.framing.Framing;
import io.sluice.source.framing.Window;

/** The simplest framing there is: a frame for each line. */
final class NaiveLines implements Framing {

    private static final int LARGEST = 1 << 16;

    @Override
    public int cut(Window window, FrameSink sink) {
        int start = window.from();
        for (int at = start; at < window.to(); at++) {
            if (window.bytes()[at] == '\n') {
                long position = window.position() + start - window.from();
                long next = window.position() + at + 1 - window.from();
                boolean more = sink.frame(window.bytes(), start, at, position, next);
                start = at + 1;
                if (!more) {
                    return start - window.from();
                }
            }
        }
        if (window.isLast() && start < window.to()) {
            boolean unused = sink.frame(
                    window.bytes(),
                    start,
                    window.to(),
                    window.position() + start - window.from(),
                    window.position() + window.length());
            start = window.to();
        }
        return start - window.from();
    }

    @Override
    public int largestWindow() {
        return LARGEST;
    }
}
