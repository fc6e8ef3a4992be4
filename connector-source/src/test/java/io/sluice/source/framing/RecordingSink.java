package io.sluice.source.framing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps what it is told, and checks what must hold of any framing. Says it is full when asked to. */
final class RecordingSink implements FrameSink {

    final List<Cut> cuts = new ArrayList<>();
    final List<Long> nexts = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    private final BooleanSupplier full;
    private boolean wasFull;
    private long last;
    private long windowFrom;
    private long windowTo = Long.MAX_VALUE;

    RecordingSink(BooleanSupplier full) {
        this.full = full;
    }

    RecordingSink() {
        this(() -> false);
    }

    @Override
    public boolean frame(byte[] bytes, int from, int to, long position, long next) {
        cuts.add(Cut.frame(bytes, from, to, position, next));
        return take(position, next);
    }

    @Override
    public boolean bad(byte[] bytes, int from, int to, long position, long next, Reason reason) {
        Cut.Kind kind = reason.kind() == Reason.Kind.TOO_LONG ? Cut.Kind.TOO_LONG : Cut.Kind.MALFORMED;
        cuts.add(new Cut(kind, position, next, Cut.text(bytes, from, to)));
        reasons.add(reason.text());
        return take(position, next);
    }

    @Override
    public void shortened(long position) {
        cuts.add(Cut.shortened(position));
    }

    @Override
    public void passed(long next) {
        check(next > last && next <= windowTo, next);
        last = next;
        nexts.add(next);
    }

    private boolean take(long position, long next) {
        check(!wasFull && position >= last && next > position && next >= windowFrom && next <= windowTo, next);
        last = next;
        nexts.add(next);
        wasFull = full.getAsBoolean();
        return !wasFull;
    }

    private void check(boolean right, long next) {
        if (!right) {
            throw new AssertionError("told next " + next + " after " + last + (wasFull ? ", when full" : "")
                    + ", window " + windowFrom + " to " + windowTo + ": " + cuts);
        }
    }

    boolean isFull() {
        return wasFull;
    }

    /** Makes room; whether there was none. */
    boolean drain() {
        boolean was = wasFull;
        wasFull = false;
        return was;
    }

    /** Where a reader would begin again. */
    long next() {
        return last;
    }

    /** What the next calls are about. */
    void window(long from, long to) {
        windowFrom = from;
        windowTo = to;
    }

    void beginsAt(long position) {
        last = position;
    }

    List<Cut> without(Cut.Kind kind) {
        return cuts.stream().filter(cut -> cut.kind() != kind).toList();
    }

    List<String> frames() {
        return cuts.stream()
                .filter(cut -> cut.kind() == Cut.Kind.FRAME)
                .map(Cut::bytes)
                .toList();
    }
}
