package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.window.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * What one key has of one level: the open windows with the lowest starts, where those that do not fit here begin, which
 * windows were emitted, and where the newest of them ended. Owned by the key's thread.
 */
final class LevelState {
    /** No window is kept apart. */
    static final long NOTHING_APART = Long.MAX_VALUE;

    final Level level;
    /** By start, ascending. */
    final List<OpenWindow> open = new ArrayList<>(2);

    final EmittedRuns emitted = new EmittedRuns();
    /** The lowest start of the open windows in the window store; all of those here have lower ones. */
    long apartFrom = NOTHING_APART;
    /** The end of the newest emitted window, if gaps are filled. */
    long newestEnd = Long.MIN_VALUE;
    /** Values of an empty window behind it. */
    AggregateValues standing;

    LevelState(Level level) {
        this.level = level;
    }

    /** The place of the open window with this start, or where it would be, negative and minus one. */
    int place(long start) {
        int low = 0;
        int high = open.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = open.get(middle).start;
            if (found == start) {
                return middle;
            }
            if (found < start) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    boolean isEmpty() {
        return open.isEmpty() && apartFrom == NOTHING_APART;
    }

    /** Reads a little of what writing it will need. */
    long touch() {
        return emitted.touch() + (open.isEmpty() ? 0 : open.get(0).values.touch());
    }

    void write(PackedWriter out) {
        out.writeCount(open.size());
        for (OpenWindow window : open) {
            out.writeLong(window.start);
            if (level.isSession()) {
                out.writeLong(window.end);
            }
            window.values.write(out);
        }
        out.writeBoolean(apartFrom != NOTHING_APART);
        if (apartFrom != NOTHING_APART) {
            out.writeLong(apartFrom);
        }
        emitted.write(out);
        out.writeBoolean(standing != null);
        if (standing != null) {
            out.writeLong(newestEnd);
            standing.write(out);
        }
    }

    void read(PackedReader in, Plan plan) {
        for (int i = in.readSize(); i > 0; i--) {
            long start = in.readLong();
            long end = level.isSession() ? in.readLong() : level.endOf(start);
            AggregateValues values = plan.aggregates().newValues();
            values.read(in);
            open.add(new OpenWindow(start, end, values));
        }
        apartFrom = in.readBoolean() ? in.readLong() : NOTHING_APART;
        emitted.read(in);
        if (in.readBoolean()) {
            newestEnd = in.readLong();
            standing = plan.aggregates().newValues();
            standing.read(in);
        }
    }
}
