package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedWriter;
import io.sluice.streams.engine.KeyPartials.Part;
import io.sluice.streams.window.Level;
import java.util.Arrays;
import java.util.List;

/**
 * Writes what was folded into records for one partition of the repartition topic, as {@link PartialForm} has it, each as
 * large as is good for a broker. Owned by the thread that folds.
 */
final class PartialsWriter {
    // Beyond this a record is cut: small beside a producer's largest request.
    private static final int FULL_BYTES = 256 * 1024;

    private final int partition;
    private final List<Level> bases;
    private final PackedWriter out = new PackedWriter();
    // The numbers that the fold's inputs have in this record, plus one; 0 if they are not in it.
    private int[] known = new int[4];
    private int inputs;

    PartialsWriter(int partition, List<Level> bases) {
        this.partition = partition;
        this.bases = bases;
    }

    /** Writes what there is of a key. */
    void write(KeyPartials first, List<Origin> origins, FoldedRows target) {
        beginKey(first.key);
        for (KeyPartials partials = first; partials != null; partials = partials.next) {
            Origin origin = origins.get(partials.input);
            beginInput(partials.input, origin);
            for (int i = 0; i < bases.size(); i++) {
                for (Part part : partials.byBase.get(i)) {
                    if (out.size() > FULL_BYTES) {
                        // Until the last part and the marks have come, nothing of the key may close.
                        out.writeByte(0);
                        out.writeBoolean(false);
                        out.writeCount(PartialForm.KEY_GOES_ON);
                        flush(target);
                        beginKey(first.key);
                        beginInput(partials.input, origin);
                    }
                    write(bases.get(i), part, origin);
                }
            }
            out.writeByte(0);
            out.writeBoolean(true);
            out.writeLong(partials.highWater);
        }
        out.writeCount(PartialForm.KEY_IS_WHOLE);
        if (out.size() > FULL_BYTES) {
            flush(target);
        }
    }

    private void write(Level base, Part part, Origin origin) {
        out.writeByte(base.index() + 1);
        out.writeLong(part.start);
        if (base.isSession()) {
            out.writeLong(part.end);
        }
        out.writeCount(part.offset - origin.offset());
        out.writeCount(part.lastOffset - part.offset);
        part.values.write(out);
    }

    private void beginKey(byte[] key) {
        if (out.size() == 0) {
            out.writeByte(PartialForm.VERSION);
            out.writeByte(PartialForm.PARTIALS);
        }
        out.writeBytes(key);
    }

    private void beginInput(int input, Origin origin) {
        if (input >= known.length) {
            known = Arrays.copyOf(known, Math.max(2 * known.length, input + 1));
        }
        if (known[input] > 0) {
            out.writeCount(PartialForm.INPUTS + known[input] - 1L);
            return;
        }
        out.writeCount(PartialForm.INPUTS + (long) inputs);
        known[input] = ++inputs;
        origin.write(out);
    }

    /** Sends what was written, if anything was. */
    void flush(FoldedRows target) {
        if (out.size() > 0) {
            target.send(partition, out.toBytes());
            out.clear();
            Arrays.fill(known, 0);
            inputs = 0;
        }
    }
}
