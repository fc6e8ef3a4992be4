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
import java.util.Arrays;
import java.util.List;

/**
 * Folds the rows of one record by key and window before anything is sent, and writes what they add up to in as few
 * records as there are partitions. A row costs a look-up and the adding; only what is new to the record costs objects.
 * Owned by one task's thread.
 */
public final class PartialAggregates implements RowReceiver {
    // Beyond this a record is cut: small beside a producer's largest request.
    private static final int FULL_BYTES = 256 * 1024;
    private static final int SMALLEST_TABLE = 64;
    private static final int LARGEST_IDLE_TABLE = 1 << 14;

    private final Plan plan;
    private final List<Level> bases;
    private final int time;
    private final int[] sequence;
    private final int plainKey;
    private final Order order;
    private final long earliest;
    private final long latest;
    private final PackedWriter[] writers;
    private final RefusedRows refused;

    // Open addressing, linear probing.
    private KeyPartials[] table = new KeyPartials[SMALLEST_TABLE];
    private KeyPartials[] inOrder = new KeyPartials[SMALLEST_TABLE];
    private int keys;
    private Origin origin;
    private long valueAt;

    /** Folds for a repartition topic of so many partitions. */
    public PartialAggregates(Plan plan, int partitions, RefusedRows refused) {
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
        writers = new PackedWriter[partitions];
        for (int i = 0; i < partitions; i++) {
            writers[i] = new PackedWriter();
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
            order.at(origin.input().get(), position, 0);
        } else {
            order.at(origin.input().get(), origin.offset(), number);
        }
        KeyPartials partials = partials(row);
        partials.highWater = Math.max(partials.highWater, at);
        for (int i = 0; i < bases.size(); i++) {
            part(bases.get(i), partials.byBase.get(i), at).values.add(row, order);
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
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B1;
        hash ^= hash >>> 15;
        int mask = table.length - 1;
        int slot = hash & mask;
        for (; table[slot] != null; slot = (slot + 1) & mask) {
            KeyPartials found = table[slot];
            if (found.hash == hash && Arrays.equals(found.key, 0, found.key.length, bytes, from, from + length)) {
                return found;
            }
        }
        KeyPartials added = new KeyPartials(Arrays.copyOfRange(bytes, from, from + length), hash, bases.size());
        table[slot] = added;
        if (keys == inOrder.length) {
            inOrder = Arrays.copyOf(inOrder, 2 * keys);
        }
        inOrder[keys++] = added;
        if (2 * keys > table.length) {
            grow();
        }
        return added;
    }

    private void grow() {
        table = new KeyPartials[2 * table.length];
        int mask = table.length - 1;
        for (int i = 0; i < keys; i++) {
            int slot = inOrder[i].hash & mask;
            while (table[slot] != null) {
                slot = (slot + 1) & mask;
            }
            table[slot] = inOrder[i];
        }
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
        Part added = new Part(start, base.endOf(start), plan.aggregates().newValues());
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

    /** Rows closer than the gap are one session; rows that join two sessions of this record leave that to the merging. */
    private Part session(Level base, List<Part> parts, long at) {
        for (int i = parts.size() - 1; i >= 0 && i >= parts.size() - 2; i--) {
            Part part = parts.get(i);
            if (at >= part.start - base.length() && at <= part.end + base.length()) {
                part.start = Math.min(part.start, at);
                part.end = Math.max(part.end, at);
                return part;
            }
        }
        Part added = new Part(at, at, plan.aggregates().newValues());
        parts.add(added);
        return added;
    }

    /** The record is complete: sends what it added up to, and forgets it. */
    public void end(FoldedRows target) {
        for (int i = 0; i < keys; i++) {
            write(inOrder[i], target);
            inOrder[i] = null;
        }
        for (int i = 0; i < writers.length; i++) {
            flush(i, target);
        }
        if (table.length > LARGEST_IDLE_TABLE) {
            table = new KeyPartials[SMALLEST_TABLE];
        } else {
            Arrays.fill(table, null);
        }
        keys = 0;
    }

    private void write(KeyPartials partials, FoldedRows target) {
        int partition = KeyPartition.of(partials.key, writers.length);
        PackedWriter out = writers[partition];
        int parts = 0;
        for (List<Part> base : partials.byBase) {
            parts += base.size();
        }
        int left = parts;
        beginRecord(out);
        beginKey(out, partials.key);
        for (int i = 0; i < bases.size(); i++) {
            for (Part part : partials.byBase.get(i)) {
                if (out.size() > FULL_BYTES) {
                    // The key's mark comes with its last part only: until then nothing of it may close.
                    out.writeByte(0);
                    out.writeBoolean(false);
                    flush(partition, target);
                    beginRecord(out);
                    beginKey(out, partials.key);
                }
                out.writeByte(bases.get(i).index() + 1);
                out.writeLong(part.start);
                if (bases.get(i).isSession()) {
                    out.writeLong(part.end);
                }
                part.values.write(out);
                left--;
            }
        }
        out.writeByte(0);
        out.writeBoolean(true);
        out.writeLong(partials.highWater);
        if (left != 0) {
            throw new IllegalStateException(left + " parts of a key were not written");
        }
        if (out.size() > FULL_BYTES) {
            flush(partition, target);
        }
    }

    private void beginRecord(PackedWriter out) {
        if (out.size() == 0) {
            out.writeByte(PartialForm.VERSION);
            out.writeByte(PartialForm.PARTIALS);
            origin.write(out);
        }
    }

    private static void beginKey(PackedWriter out, byte[] key) {
        out.writeBytes(key);
    }

    private void flush(int partition, FoldedRows target) {
        if (writers[partition].size() > 0) {
            target.send(partition, writers[partition].toBytes());
            writers[partition].clear();
        }
    }

    /** What tells every partition that an input has ended, and holds no key back any more. */
    public static byte[] inputEnded(byte[] input) {
        PackedWriter out = new PackedWriter();
        out.writeByte(PartialForm.VERSION);
        out.writeByte(PartialForm.INPUT_ENDED);
        out.writeBytes(input);
        return out.toBytes();
    }

    /** What tells every partition whether a task upstream has read everything there is. */
    public static byte[] upstream(int task, int tasks, boolean atEnd, long intervalMillis) {
        PackedWriter out = new PackedWriter();
        out.writeByte(PartialForm.VERSION);
        out.writeByte(PartialForm.UPSTREAM);
        out.writeCount(task);
        out.writeCount(tasks);
        out.writeBoolean(atEnd);
        out.writeCount(intervalMillis);
        return out.toBytes();
    }
}
