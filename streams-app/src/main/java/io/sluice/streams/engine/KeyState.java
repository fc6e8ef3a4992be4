package io.sluice.streams.engine;

import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.bytes.PackedWriter;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * What is known of one key: how far each live input that has fed it has come, and its windows, level by level. Owned by
 * the thread of the task that has the key.
 */
public final class KeyState {
    private static final int VERSION = 2;
    /** No input has passed anything. */
    static final long NOTHING_PASSED = Long.MIN_VALUE;

    private final Bytes key;
    private final LevelState[] levels;
    // How far each live input has come, and when, by the clock that runs at the end of upstream only, it last came.
    private byte[][] inputs = new byte[1][];
    private long[] highWater = new long[1];
    private long[] activeAt = new long[1];
    private int count;
    // How far those have come that hold nothing back any more.
    private long passed = NOTHING_PASSED;
    // Whether it has changed since it was written; kept by whoever writes it.
    private boolean changed;
    // Whether it was got since it was last passed over; kept by whoever keeps it.
    private boolean used;
    // The clock by which keys are quiet, when it was last fed; of no meaning after a restart.
    private long fedAt = -1;
    // The newest end of a window that is kept and the oldest start, by level; null while none is kept.
    private long[] keptTo;
    private long[] keptFrom;

    KeyState(Bytes key, Plan plan) {
        this.key = key;
        levels = new LevelState[plan.levels().size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = new LevelState(plan.levels().get(i));
        }
    }

    /** The state of a key that nothing is known of. */
    public static KeyState empty(Bytes key, Plan plan) {
        return new KeyState(key, plan);
    }

    public Bytes key() {
        return key;
    }

    /** Notes that it has changed, or has been written; returns what was noted before. */
    public boolean setChanged(boolean isChanged) {
        boolean before = changed;
        changed = isChanged;
        return before;
    }

    /** Whether it has changed since it was written. */
    public boolean hasChanged() {
        return changed;
    }

    /** Notes that it has been got, or passed over; returns what was noted before. */
    public boolean setUsed(boolean isUsed) {
        boolean before = used;
        used = isUsed;
        return before;
    }

    /** Reads a little of all that writing it will need; what it returns means nothing. */
    public long touch() {
        long sum = highWater[0] + activeAt[0] + (inputs[0] == null ? 0 : inputs[0].length);
        for (LevelState level : levels) {
            sum += level.touch();
        }
        return sum;
    }

    /** Notes that the key is fed at this time of the quiet clock; returns whether it was at that time already. */
    boolean fed(long now) {
        boolean already = fedAt == now;
        fedAt = now;
        return already;
    }

    LevelState level(int index) {
        return levels[index];
    }

    /**
     * An input has come this far.
     *
     * @return whether it feeds the key for the first time since it was released
     */
    boolean reach(byte[] input, long mark, long now) {
        int place = place(input);
        if (place >= 0) {
            highWater[place] = Math.max(highWater[place], mark);
            activeAt[place] = now;
            return false;
        }
        if (count == inputs.length) {
            inputs = Arrays.copyOf(inputs, 2 * count);
            highWater = Arrays.copyOf(highWater, 2 * count);
            activeAt = Arrays.copyOf(activeAt, 2 * count);
        }
        inputs[count] = input;
        highWater[count] = mark;
        activeAt[count] = now;
        count++;
        return true;
    }

    private int place(byte[] input) {
        for (int i = 0; i < count; i++) {
            if (Arrays.equals(inputs[i], input)) {
                return i;
            }
        }
        return -1;
    }

    /** An input holds the key back no more: it ended, or was quiet for too long. */
    boolean release(byte[] input) {
        int place = place(input);
        if (place < 0) {
            return false;
        }
        releaseAt(place);
        return true;
    }

    private void releaseAt(int place) {
        passed = Math.max(passed, highWater[place]);
        count--;
        inputs[place] = inputs[count];
        highWater[place] = highWater[count];
        activeAt[place] = activeAt[count];
        inputs[count] = null;
    }

    /** Releases the inputs that have not come since this time. */
    void releaseQuiet(long since, Consumer<byte[]> released) {
        for (int i = count - 1; i >= 0; i--) {
            if (activeAt[i] <= since) {
                released.accept(inputs[i]);
                releaseAt(i);
            }
        }
    }

    int inputCount() {
        return count;
    }

    byte[] input(int index) {
        return inputs[index];
    }

    /** What all live inputs have passed; without any, what those have passed that were live. */
    long watermark() {
        if (count == 0) {
            return passed;
        }
        long least = highWater[0];
        for (int i = 1; i < count; i++) {
            least = Math.min(least, highWater[i]);
        }
        return least;
    }

    boolean hasOpenWindows() {
        for (LevelState level : levels) {
            if (!level.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    long keptTo(int level) {
        return keptTo == null ? Long.MIN_VALUE : keptTo[level];
    }

    long keptFrom(int level) {
        return keptFrom == null ? Long.MAX_VALUE : keptFrom[level];
    }

    void kept(int level, long from, long to) {
        if (keptTo == null) {
            keptTo = new long[levels.length];
            keptFrom = new long[levels.length];
            Arrays.fill(keptTo, Long.MIN_VALUE);
            Arrays.fill(keptFrom, Long.MAX_VALUE);
        }
        keptFrom[level] = from;
        keptTo[level] = to;
    }

    /** Writes it; {@code clock} names the run of the clock that the inputs' times are of. */
    public void write(PackedWriter out, long clock) {
        out.writeByte(VERSION);
        out.writeLong(clock);
        out.writeCount(count);
        for (int i = 0; i < count; i++) {
            // The orders of first and last rows mostly name the same input again.
            out.writeRepeated(inputs[i]);
            out.writeLong(highWater[i]);
            out.writeCount(activeAt[i]);
        }
        out.writeBoolean(passed != NOTHING_PASSED);
        if (passed != NOTHING_PASSED) {
            out.writeLong(passed);
        }
        for (int i = 0; i < levels.length; i++) {
            levels[i].write(out);
            boolean kept = keptTo(i) != Long.MIN_VALUE;
            out.writeBoolean(kept);
            if (kept) {
                out.writeLong(keptFrom(i));
                out.writeLong(keptTo(i));
            }
        }
    }

    /** Reads it; times of another run of the clock become {@code now}. */
    public static KeyState read(Bytes key, PackedReader in, Plan plan, long clock, long now) {
        int version = in.readByte();
        if (version != VERSION) {
            throw new IllegalArgumentException("the state of a key was written in version " + version
                    + ", and this Sluice reads version " + VERSION
                    + ": run the version that wrote it, or reset the application");
        }
        KeyState state = new KeyState(key, plan);
        boolean sameClock = in.readLong() == clock;
        for (int i = in.readSize(); i > 0; i--) {
            byte[] input = in.readRepeated();
            long mark = in.readLong();
            long active = in.readCount();
            state.reach(input, mark, sameClock ? active : now);
        }
        state.passed = in.readBoolean() ? in.readLong() : NOTHING_PASSED;
        for (int i = 0; i < state.levels.length; i++) {
            state.levels[i].read(in, plan);
            if (in.readBoolean()) {
                long from = in.readLong();
                state.kept(i, from, in.readLong());
            }
        }
        return state;
    }
}
