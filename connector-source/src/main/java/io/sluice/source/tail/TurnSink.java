package io.sluice.source.tail;

import io.sluice.source.framing.FrameSink;
import io.sluice.source.framing.Window;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import java.util.List;

/** Makes records of the frames of one turn. Owned by the reader thread. */
final class TurnSink<R> implements FrameSink {

    private final Tailing<R> shared;
    private final Outstanding outstanding;
    private final FileView view;
    private final ReadSoFar read;
    private final long allowance;
    private final List<R> records;
    private Window window;

    /** Whether the window is the last of the file, not only of a line that nobody waits for. */
    private boolean ends;

    private boolean last;
    private long charged;
    private UnfitFrameException unfit;

    /** @param allowance how many bytes the records may count for; the last of them may go beyond it */
    TurnSink(
            Tailing<R> shared,
            Outstanding outstanding,
            FileView view,
            ReadSoFar read,
            long allowance,
            List<R> records) {
        this.shared = shared;
        this.outstanding = outstanding;
        this.view = view;
        this.read = read;
        this.allowance = allowance;
        this.records = records;
    }

    void begin(Window next, boolean endsFile) {
        window = next;
        ends = endsFile;
    }

    boolean isFull() {
        return charged >= allowance;
    }

    long charged() {
        return charged;
    }

    void throwIfUnfit() throws UnfitFrameException {
        if (unfit != null) {
            throw unfit;
        }
    }

    @Override
    public boolean frame(byte[] bytes, int from, int to, long position, long next) {
        return take(to - from, next, point -> shared.records().record(bytes, from, to, position, point));
    }

    @Override
    public boolean bad(byte[] bytes, int from, int to, long position, long next, Reason reason) {
        shared.events().bad(view, position, reason.text());
        return take(to - from, next, point -> shared.records().bad(bytes, from, to, position, reason, point));
    }

    @Override
    public void passed(long next) {
        read.readTo(window, next);
        Proof.Point unused = read.passed();
    }

    @Override
    public void shortened(long position) {
        shared.events().shortened(view, position);
    }

    /** Ends the file: chunks need one that says so, if only an empty one. */
    void endFile() throws UnfitFrameException {
        if (shared.settings().chunked() && !last) {
            last = true;
            long position = read.position();
            boolean unused = add(0, point -> shared.records().record(new byte[0], 0, 0, position, point));
            throwIfUnfit();
        }
    }

    private boolean take(int length, long next, Making<R> making) {
        read.readTo(window, next);
        last = ends && next == window.position() + window.length();
        return add(length, making);
    }

    private boolean add(int length, Making<R> making) {
        int charge = length + TailSettings.FRAME_OVERHEAD;
        boolean closing = last && shared.settings().chunked();
        Proof.Point framed = read.frame();
        String sha256 = closing ? read.endSha256() : null;
        FramePoint point = new FramePoint(outstanding, view, framed, read.frames(), closing, sha256, charge);
        try {
            R record = making.of(point);
            if (record != null) {
                records.add(record);
                outstanding.sent();
                charged += charge;
            }
        } catch (UnfitFrameException e) {
            unfit = e;
            return false;
        }
        return !isFull();
    }

    /** The records were never made. */
    void takeBack() {
        outstanding.takenBack(records.size());
        records.clear();
        charged = 0;
    }

    /** Makes the record of a frame at a point. */
    private interface Making<R> {
        R of(FramePoint point) throws UnfitFrameException;
    }
}
