package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.KeyPartials.Part;
import io.sluice.streams.rows.RowValues;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what was folded of a key, by the key's bytes where they lie in a record. Open addressing, linear probing; in the
 * order in which keys came. Its objects are used again: those of one fold live just long enough to be copied by collections
 * of garbage. Owned by the thread that folds.
 */
final class PartialTable {
    private static final int SMALLEST = 64;
    private static final int LARGEST_IDLE = 1 << 14;
    // So many are in a processor's cache anyway.
    private static final int FEW = 2_000;

    private final int bases;
    private final Aggregates aggregates;
    private final byte[] emptyValues;
    private final PackedReader in = new PackedReader();
    private final ArrayDeque<Part> freeParts = new ArrayDeque<>();
    private final ArrayDeque<KeyPartials> freePartials = new ArrayDeque<>();
    // Of a key the hash, and the number that it has in the order plus one; 0 where there is none.
    private long[] slots = new long[SMALLEST];
    private KeyPartials[] inOrder = new KeyPartials[SMALLEST];
    private int keys;
    // For a look ahead.
    private KeyPartials[] fetched = {};
    private int[] places = {};

    @SuppressWarnings("UnusedVariable") // Set so that looking is not compiled away.
    private long touched;

    PartialTable(int bases, Aggregates aggregates) {
        this.bases = bases;
        this.aggregates = aggregates;
        PackedWriter out = new PackedWriter();
        aggregates.newValues().write(out);
        emptyValues = out.toBytes();
    }

    /** What there is of the key in these bytes, and of the input; new if there is nothing. */
    KeyPartials of(byte[] bytes, int from, int length, int input) {
        long head = KeyHash.head(bytes, from, length);
        int hash = KeyHash.of(head, bytes, from, length);
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (; slots[slot] != 0; slot = (slot + 1) & mask) {
            if ((int) (slots[slot] >>> Integer.SIZE) == hash) {
                KeyPartials found = inOrder[(int) slots[slot] - 1];
                if (found.head == head && found.length == length && endsAs(found.key, bytes, from, length)) {
                    return found.input == input ? found : ofInput(found, input);
                }
            }
        }
        KeyPartials added = added(Arrays.copyOfRange(bytes, from, from + length), head, hash, input);
        if (keys == inOrder.length) {
            inOrder = Arrays.copyOf(inOrder, 2 * keys);
        }
        inOrder[keys++] = added;
        slots[slot] = slot(added, keys);
        if (2 * keys > slots.length) {
            grow();
        }
        return added;
    }

    /**
     * Looks up what rows will be added to, all of them at each step: so the processor waits for many places in memory at a
     * time, where it would wait for one after the other if each row were looked up and added alone. Changes nothing.
     */
    void fetch(RowValues rows, int count, int keyColumn) {
        if (keys < FEW) {
            return;
        }
        if (count > fetched.length) {
            fetched = new KeyPartials[count];
            places = new int[count];
        }
        int mask = slots.length - 1;
        for (int i = 0; i < count; i++) {
            rows.at(i);
            int hash = 0;
            if (!rows.isNull(keyColumn)) {
                byte[] bytes = rows.bufferAt(keyColumn);
                int from = rows.offsetAt(keyColumn);
                int length = rows.lengthAt(keyColumn);
                hash = KeyHash.of(KeyHash.head(bytes, from, length), bytes, from, length);
            }
            places[i] = hash;
        }
        for (int i = 0; i < count; i++) {
            int hash = places[i];
            int slot = hash & mask;
            while (slots[slot] != 0 && (int) (slots[slot] >>> Integer.SIZE) != hash) {
                slot = (slot + 1) & mask;
            }
            places[i] = (int) slots[slot] - 1;
        }
        for (int i = 0; i < count; i++) {
            fetched[i] = places[i] < 0 ? null : inOrder[places[i]];
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (fetched[i] != null && fetched[i].newest != null) {
                sum += fetched[i].newest.values.touch();
            }
        }
        touched = sum;
    }

    private static long slot(KeyPartials partials, int number) {
        return (long) partials.hash << Integer.SIZE | number;
    }

    /** Whether what follows the head is the key's. */
    private static boolean endsAs(byte[] key, byte[] bytes, int from, int length) {
        return length <= KeyHash.HEAD
                || Arrays.equals(key, KeyHash.HEAD, length, bytes, from + KeyHash.HEAD, from + length);
    }

    private KeyPartials ofInput(KeyPartials first, int input) {
        KeyPartials partials = first;
        while (partials.input != input) {
            if (partials.next == null) {
                partials.next = added(first.key, first.head, first.hash, input);
            }
            partials = partials.next;
        }
        return partials;
    }

    private KeyPartials added(byte[] key, long head, int hash, int input) {
        KeyPartials free = freePartials.pollLast();
        KeyPartials added = free == null ? new KeyPartials(bases) : free;
        added.key = key;
        added.head = head;
        added.length = key.length;
        added.hash = hash;
        added.input = input;
        added.highWater = Long.MIN_VALUE;
        return added;
    }

    /** A part without rows. */
    Part part(long start, long end, long offset) {
        Part free = freeParts.pollLast();
        Part part = free;
        if (part == null) {
            part = new Part(aggregates.newValues());
        } else {
            AggregateValues values = part.values;
            values.read(in.over(emptyValues));
        }
        part.start = start;
        part.end = end;
        part.offset = offset;
        part.lastOffset = offset;
        return part;
    }

    private void grow() {
        slots = new long[2 * slots.length];
        int mask = slots.length - 1;
        for (int i = 0; i < keys; i++) {
            int slot = inOrder[i].hash & mask;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = slot(inOrder[i], i + 1);
        }
    }

    int size() {
        return keys;
    }

    /** What was folded of a key, of its first input; those of others follow it. */
    KeyPartials get(int number) {
        return inOrder[number];
    }

    /** Forgets all that was folded. */
    void clear() {
        boolean shrinks = slots.length > LARGEST_IDLE && 8 * keys < slots.length;
        if (shrinks) {
            freeParts.clear();
            freePartials.clear();
            slots = new long[SMALLEST];
        } else {
            Arrays.fill(slots, 0);
        }
        // From the last to the first, so that what lies together in memory is handed out together again.
        for (int i = keys - 1; i >= 0; i--) {
            KeyPartials partials = inOrder[i];
            inOrder[i] = null;
            while (!shrinks && partials != null) {
                KeyPartials next = partials.next;
                for (List<Part> parts : partials.byBase) {
                    freeParts.addAll(parts);
                    parts.clear();
                }
                partials.newest = null;
                partials.next = null;
                partials.key = null;
                freePartials.add(partials);
                partials = next;
            }
        }
        keys = 0;
    }
}
