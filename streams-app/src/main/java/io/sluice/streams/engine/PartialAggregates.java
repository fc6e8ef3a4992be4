package io.sluice.streams.engine;

import io.sluice.record.BadRow;
import io.sluice.record.Column;
import io.sluice.streams.aggregate.Order;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.KeyPartials.Part;
import io.sluice.streams.rows.RowReceiver;
import io.sluice.streams.rows.RowValues;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.TimeScale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/**
 * Folds the rows of records by key and window before anything is sent, and writes what they add up to in as few records as
 * there are partitions. It goes on over many records, until it is told to send: before a commit, behind which alone anybody
 * can read what is sent, so that holding it back delays nothing. A row costs a look-up and the adding; only what is new to
 * the fold costs objects. Owned by one task's thread.
 */
public final class PartialAggregates implements RowReceiver {
    /** How far a task has read that has read nothing. */
    public static final long NOTHING_READ = UpstreamProgress.UNKNOWN;

    private final Plan plan;
    private final List<Level> bases;
    private final int time;
    private final int[] sequence;
    private final int plainKey;
    private final Order order;
    private final long earliest;
    private final long latest;
    private final PartialsWriter[] writers;
    private final int mostParts;
    private final RefusedRows refused;
    private final PartialTable table;
    // The inputs of this fold, each with the offset of its first record in it.
    private final List<Origin> origins = new ArrayList<>();
    private final Map<Bytes, List<Integer>> byInput = new HashMap<>();
    // How far each input has come since the task last said where it is.
    private final Map<Bytes, Mark> marks = new HashMap<>();
    private Mark mark;
    private long progress = UpstreamProgress.UNKNOWN;
    private int parts;
    private Origin origin;
    private int input = -1;
    // The same array for all records of an input, so that what names it is not set anew with each row.
    private byte[] inputBytes;
    private long valueAt;

    /** How far an input has come, of whatever keys. */
    private static final class Mark {
        long time = UpstreamProgress.UNKNOWN;
    }

    /**
     * Folds for a repartition topic of so many partitions.
     *
     * @param mostParts how many parts of windows may be held
     */
    public PartialAggregates(Plan plan, int partitions, int mostParts, RefusedRows refused) {
        this.mostParts = mostParts;
        this.plan = plan;
        this.refused = refused;
        bases = plan.levels().bases();
        time = plan.time();
        sequence = plan.sequence().stream().mapToInt(Integer::intValue).toArray();
        plainKey = plan.keys().plainColumn();
        order = new Order(sequence.length);
        long least = Long.MIN_VALUE / 2;
        long most = Long.MAX_VALUE / 2;
        if (plan.scale() != TimeScale.NANOS) {
            least = plan.scale().ticks(Instant.parse("0000-01-01T00:00:00Z"));
            most = plan.scale().ticks(Instant.parse("9999-12-31T00:00:00Z"));
        }
        earliest = least;
        latest = most;
        table = new PartialTable(bases.size(), plan.aggregates());
        writers = new PartialsWriter[partitions];
        for (int i = 0; i < partitions; i++) {
            writers[i] = new PartialsWriter(i, bases);
        }
    }

    /**
     * A record begins.
     *
     * @param newOrigin where it comes from
     * @param valuePosition the position in its file of the value's first byte, or 0
     */
    public void begin(Origin newOrigin, long valuePosition) {
        origin = newOrigin;
        valueAt = valuePosition;
        if (input < 0 || !origins.get(input).isOfSameInput(newOrigin)) {
            input = inputOf(newOrigin);
            mark = marks.computeIfAbsent(newOrigin.input(), anew -> new Mark());
            inputBytes = origins.get(input).input().get();
        }
    }

    private int inputOf(Origin one) {
        List<Integer> alike = byInput.computeIfAbsent(one.input(), anew -> new ArrayList<>(1));
        for (int known : alike) {
            if (origins.get(known).isOfSameInput(one)) {
                return known;
            }
        }
        origins.add(one);
        alike.add(origins.size() - 1);
        return origins.size() - 1;
    }

    @Override
    public void coming(RowValues rows, int count) {
        if (plainKey >= 0) {
            table.fetch(rows, count, plainKey);
        }
    }

    @Override
    public void row(RowValues row, long position, int number) {
        if (row.isNull(time)) {
            refuse(
                    number,
                    position,
                    0,
                    "column '" + plan.schema().columns().get(time).name() + "' is null, and is the event time");
            return;
        }
        long at = row.longAt(time);
        if (at < earliest || at > latest) {
            refuse(
                    number,
                    position,
                    0,
                    "the event time " + at + " is out of range: years 0000 to 9999, and for nanoseconds"
                            + " 1824 to 2115");
            return;
        }
        int nullKey = plan.keys().firstNull(row);
        if (nullKey >= 0) {
            Column column = plan.keys().columns().get(nullKey);
            refuse(number, position, 0, "column '" + column.name() + "' is null, and is of the key");
            return;
        }
        order.time(at);
        for (int i = 0; i < sequence.length; i++) {
            order.sequence(i, row.isNull(sequence[i]) ? Order.NO_SEQUENCE : row.longAt(sequence[i]));
        }
        if (origin.isFile()) {
            order.at(inputBytes, position, 0);
        } else {
            order.at(inputBytes, origin.offset(), number);
        }
        KeyPartials partials = partials(row);
        partials.highWater = Math.max(partials.highWater, at);
        mark.time = Math.max(mark.time, at);
        for (int i = 0; i < bases.size(); i++) {
            Part part = i == 0 ? partials.newest : null;
            if (part == null || at < part.start || at >= part.end) {
                part = part(bases.get(i), partials.byBase.get(i), at);
                partials.newest = i == 0 ? part : partials.newest;
            }
            part.lastOffset = origin.offset();
            part.values.add(row, order);
        }
    }

    @Override
    public void bad(BadRow row) {
        refuse(row.row(), row.position(), row.length(), row.message());
    }

    private void refuse(int number, long position, int length, String reason) {
        refused.refused(number, (int) (position - valueAt), length, reason);
    }

    private KeyPartials partials(RowValues row) {
        byte[] bytes;
        int from = 0;
        int length;
        if (plainKey >= 0) {
            bytes = row.bufferAt(plainKey);
            from = row.offsetAt(plainKey);
            length = row.lengthAt(plainKey);
        } else {
            bytes = plan.keys().key(row);
            length = bytes.length;
        }
        return table.of(bytes, from, length, input);
    }

    private Part part(Level base, List<Part> parts, long at) {
        if (base.isSession()) {
            return session(base, parts, at);
        }
        // The newest is mostly the one; the others are in the order of their starts.
        int last = parts.size() - 1;
        if (last >= 0) {
            Part newest = parts.get(last);
            if (at >= newest.start && at < newest.end) {
                return newest;
            }
        }
        long start = base.steps().startOf(at);
        int place = place(parts, start);
        if (place >= 0) {
            return parts.get(place);
        }
        Part added = added(start, base.endOf(start));
        parts.add(-place - 1, added);
        return added;
    }

    private static int place(List<Part> parts, long start) {
        int low = 0;
        int high = parts.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = parts.get(middle).start;
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

    /** Rows closer than the gap are one session; rows that join two sessions of this fold leave that to the merging. */
    private Part session(Level base, List<Part> parts, long at) {
        for (int i = parts.size() - 1; i >= 0 && i >= parts.size() - 2; i--) {
            Part part = parts.get(i);
            if (at >= part.start - base.length() && at <= part.end + base.length()) {
                part.start = Math.min(part.start, at);
                part.end = Math.max(part.end, at);
                return part;
            }
        }
        Part added = added(at, at);
        parts.add(added);
        return added;
    }

    private Part added(long start, long end) {
        parts++;
        return table.part(start, end, origin.offset());
    }

    /** How many parts of windows are held. */
    public int parts() {
        return parts;
    }

    /** Whether so much is held that it should be sent. */
    public boolean isFull() {
        return parts >= mostParts || origins.size() >= mostParts;
    }

    /** Sends what the records added up to, and forgets it. */
    public void flush(FoldedRows target) {
        for (int i = 0; i < table.size(); i++) {
            KeyPartials first = table.get(i);
            writers[KeyPartition.of(first.key, writers.length)].write(first, origins, target);
        }
        for (PartialsWriter writer : writers) {
            writer.flush(target);
        }
        table.clear();
        origins.clear();
        byInput.clear();
        input = -1;
        parts = 0;
    }

    /**
     * Where the reading is: the least event time that any of those inputs has reached which have come since this was last
     * asked. What is read next is mostly not older.
     */
    public long progress() {
        long least = Long.MAX_VALUE;
        for (Mark each : marks.values()) {
            if (each.time != UpstreamProgress.UNKNOWN) {
                least = Math.min(least, each.time);
            }
        }
        progress = least == Long.MAX_VALUE ? progress : least;
        marks.clear();
        input = -1;
        return progress;
    }

    /** What tells every partition that an input has ended, and holds no key back any more. */
    public static byte[] inputEnded(byte[] input) {
        PackedWriter out = new PackedWriter();
        out.writeByte(PartialForm.VERSION);
        out.writeByte(PartialForm.INPUT_ENDED);
        out.writeBytes(input);
        return out.toBytes();
    }

    /** What tells every partition how far a task upstream is, if it is behind. */
    public static byte[] progress(int task, int tasks, long reached) {
        PackedWriter out = new PackedWriter();
        out.writeByte(PartialForm.VERSION);
        out.writeByte(PartialForm.PROGRESS);
        out.writeCount(task);
        out.writeCount(tasks);
        out.writeLong(reached);
        return out.toBytes();
    }

    /** What tells every partition whether a task upstream has read everything there is, and else how far it is. */
    public static byte[] upstream(int task, int tasks, boolean atEnd, long intervalMillis, long progress) {
        PackedWriter out = new PackedWriter();
        out.writeByte(PartialForm.VERSION);
        out.writeByte(PartialForm.UPSTREAM);
        out.writeCount(task);
        out.writeCount(tasks);
        out.writeBoolean(atEnd);
        out.writeCount(intervalMillis);
        out.writeLong(progress);
        return out.toBytes();
    }
}
