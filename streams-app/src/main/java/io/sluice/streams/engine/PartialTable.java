package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.KeyPartials.Part;
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

    private final int bases;
    private final Aggregates aggregates;
    private final byte[] emptyValues;
    private final PackedReader in = new PackedReader();
    private final ArrayDeque<Part> freeParts = new ArrayDeque<>();
    private final ArrayDeque<KeyPartials> freePartials = new ArrayDeque<>();
    private KeyPartials[] table = new KeyPartials[SMALLEST];
    private KeyPartials[] inOrder = new KeyPartials[SMALLEST];
    private int keys;

    PartialTable(int bases, Aggregates aggregates) {
        this.bases = bases;
        this.aggregates = aggregates;
        PackedWriter out = new PackedWriter();
        aggregates.newValues().write(out);
        emptyValues = out.toBytes();
    }

    /** What there is of the key in these bytes, and of the input; new if there is nothing. */
    KeyPartials of(byte[] bytes, int from, int length, int input) {
        int hash = hash(bytes, from, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        for (; table[slot] != null; slot = (slot + 1) & mask) {
            KeyPartials found = table[slot];
            if (found.hash == hash && Arrays.equals(found.key, 0, found.key.length, bytes, from, from + length)) {
                return ofInput(found, input);
            }
        }
        KeyPartials added = added(Arrays.copyOfRange(bytes, from, from + length), hash, input);
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

    private KeyPartials ofInput(KeyPartials first, int input) {
        KeyPartials partials = first;
        while (partials.input != input) {
            if (partials.next == null) {
                partials.next = added(first.key, first.hash, input);
            }
            partials = partials.next;
        }
        return partials;
    }

    private KeyPartials added(byte[] key, int hash, int input) {
        KeyPartials free = freePartials.pollLast();
        KeyPartials added = free == null ? new KeyPartials(bases) : free;
        added.key = key;
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

    private static int hash(byte[] bytes, int from, int length) {
        int hash = 1;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash *= 0x9E3779B1;
        return hash ^ (hash >>> 15);
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

    int size() {
        return keys;
    }

    /** What was folded of a key, of its first input; those of others follow it. */
    KeyPartials get(int number) {
        return inOrder[number];
    }

    /** Forgets all that was folded. */
    void clear() {
        boolean shrinks = table.length > LARGEST_IDLE && 8 * keys < table.length;
        if (shrinks) {
            freeParts.clear();
            freePartials.clear();
            table = new KeyPartials[SMALLEST];
        } else {
            Arrays.fill(table, null);
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
