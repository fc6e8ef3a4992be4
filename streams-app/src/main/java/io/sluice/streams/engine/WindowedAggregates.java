package io.sluice.streams.engine;

import io.sluice.streams.aggregate.AggregateValues;
import io.sluice.streams.bytes.PackedReader;
import io.sluice.streams.window.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * Merges what was folded, by key and window; closes a key's windows when every live input that has fed the key has passed
 * them, or when the key has been quiet for long while upstream was at its end; and says what came too late. Records of one
 * partition, in their order. Owned by one task's thread.
 */
public final class WindowedAggregates {
    private final Plan plan;
    private final KeyStates states;
    private final WindowFlow flow;
    private final UpstreamClock clock = new UpstreamClock();
    private final long[] quietTimes;
    private final QuietKeys quiet;
    private final UpstreamProgress progress;
    private final HeldKeys held = new HeldKeys();
    private final Map<Bytes, Set<Bytes>> fedBy = new HashMap<>();
    private final PackedReader in = new PackedReader();
    // Mostly a part only adds to a window that is open: then this is read into again.
    private AggregateValues spare;
    // The inputs of the record at hand, and the one whose parts are being added, with the offsets that those came from.
    private final List<Origin> origins = new ArrayList<>();
    private Origin source;
    private long firstOffset;
    private long lastOffset;

    /**
     * Over the states there are; waiting for quiet keys begins anew.
     *
     * @param upstreamTasks how many tasks read the input and say where they are; 1 if none says so
     */
    public WindowedAggregates(Plan plan, KeyStates states, SortedBytes windows, int upstreamTasks, Emission emission) {
        this.plan = plan;
        progress = new UpstreamProgress(upstreamTasks);
        this.states = states;
        spare = plan.aggregates().newValues();
        flow = new WindowFlow(plan, windows, emission);
        quietTimes = quietTimes(plan);
        quiet = new QuietKeys(quietTimes);
        states.forEach(state -> {
            for (int i = 0; i < state.inputCount(); i++) {
                fedBy(state.input(i)).add(state.key());
            }
            quiet.fed(state.key(), clock.now());
            hold(state, state.watermark());
            flow.counted(state);
        });
    }

    /** Closes what the key's inputs have passed, as far as those have read that are behind. */
    private void close(KeyState state) {
        long watermark = state.watermark();
        flow.close(state, Math.min(watermark, progress.least()));
        flow.settle(state);
        hold(state, watermark);
    }

    private void hold(KeyState state, long watermark) {
        long next = watermark > progress.least() ? flow.nextClose(state, watermark) : Long.MAX_VALUE;
        if (next == Long.MAX_VALUE) {
            held.release(state.key());
        } else {
            held.hold(state.key(), next);
        }
    }

    private static long[] quietTimes(Plan plan) {
        Set<Duration> times = new HashSet<>();
        plan.levels().all().forEach(level -> level.idle().ifPresent(times::add));
        if (!times.isEmpty()) {
            plan.forget().ifPresent(times::add);
        }
        return times.stream().mapToLong(Duration::toMillis).sorted().toArray();
    }

    /** The records whose rows are being worked on, or null if what happens now is of none. */
    public Origin origin() {
        return source == null ? null : source.at(firstOffset, lastOffset);
    }

    /** The clock by which inputs and keys are quiet, in milliseconds. */
    public long quietClock() {
        return clock.now();
    }

    /** Works on one record of the repartition topic. */
    public void accept(byte[] record) {
        in.over(record);
        int version = in.readByte();
        if (version != PartialForm.VERSION) {
            throw new IllegalArgumentException("a record of the repartition topic is of version " + version
                    + ", and this Sluice reads version " + PartialForm.VERSION
                    + ": let the version that wrote it read the topic to its end first");
        }
        int kind = in.readByte();
        switch (kind) {
            case PartialForm.PARTIALS -> partials();
            case PartialForm.INPUT_ENDED -> inputEnded(in.readBytes());
            case PartialForm.UPSTREAM -> upstream();
            case PartialForm.PROGRESS -> progressed();
            default -> throw new IllegalArgumentException("a record of the repartition topic is of kind " + kind);
        }
    }

    private void partials() {
        origins.clear();
        while (!in.isAtEnd()) {
            KeyState state = states.get(Bytes.wrap(in.readBytes()));
            boolean reached = false;
            int next = (int) in.readCount();
            for (; next >= PartialForm.INPUTS; next = (int) in.readCount()) {
                int number = next - PartialForm.INPUTS;
                if (number == origins.size()) {
                    origins.add(Origin.read(in));
                }
                source = origins.get(number);
                parts(state);
                if (in.readBoolean()) {
                    reach(state, in.readLong());
                    reached = true;
                }
            }
            // Nothing closes before all that was folded together is merged, of whatever inputs it is.
            if (reached && next == PartialForm.KEY_IS_WHOLE) {
                if (quietTimes.length > 0 && state.inputCount() > 1) {
                    state.releaseQuiet(clock.now() - quietTimes[0], released -> noLongerFedBy(released, state.key()));
                }
                close(state);
            } else {
                flow.settle(state);
            }
            flow.update(state);
            states.changed(state);
            if (!state.fed(clock.now())) {
                quiet.fed(state.key(), clock.now());
            }
        }
        source = null;
    }

    private void parts(KeyState state) {
        firstOffset = Long.MAX_VALUE;
        lastOffset = source.offset();
        for (int index = in.readByte(); index > 0; index = in.readByte()) {
            Level level = plan.levels().get(index - 1);
            long start = in.readLong();
            long end = level.isSession() ? in.readLong() : level.endOf(start);
            long from = source.offset() + in.readCount();
            long to = from + in.readCount();
            spare.read(in);
            // While a part is added, what is late is of its records; what closes afterwards is of all of them.
            long first = Math.min(firstOffset, from);
            long last = Math.max(lastOffset, to);
            firstOffset = from;
            lastOffset = to;
            if (flow.add(state, level, start, end, spare)) {
                spare = plan.aggregates().newValues();
            }
            firstOffset = first;
            lastOffset = last;
        }
        firstOffset = Math.min(firstOffset, lastOffset);
    }

    private void reach(KeyState state, long highWater) {
        byte[] input = source.input().get();
        if (state.reach(input, highWater, clock.now())) {
            fedBy(input).add(state.key());
        }
    }

    private Set<Bytes> fedBy(byte[] input) {
        return fedBy.computeIfAbsent(Bytes.wrap(input), anew -> new HashSet<>());
    }

    private void noLongerFedBy(byte[] input, Bytes key) {
        Bytes wrapped = Bytes.wrap(input);
        Set<Bytes> keys = fedBy.get(wrapped);
        if (keys != null && keys.remove(key) && keys.isEmpty()) {
            fedBy.remove(wrapped);
        }
    }

    private void inputEnded(byte[] input) {
        Set<Bytes> keys = fedBy.remove(Bytes.wrap(input));
        if (keys == null) {
            return;
        }
        for (Bytes key : keys) {
            KeyState state = states.get(key);
            if (state.release(input)) {
                close(state);
                states.changed(state);
            }
        }
    }

    private void upstream() {
        int task = (int) in.readCount();
        int tasks = (int) in.readCount();
        boolean atEnd = in.readBoolean();
        long interval = in.readCount();
        if (progress.said(task, tasks, atEnd, in.readLong())) {
            closeHeld();
        }
        if (clock.said(task, tasks, atEnd, interval)) {
            quiet.tick(clock.now(), this::quiet);
        }
    }

    private void progressed() {
        if (progress.reached((int) in.readCount(), (int) in.readCount(), in.readLong())) {
            closeHeld();
        }
    }

    private void closeHeld() {
        for (Bytes key = held.due(progress.least()); key != null; key = held.due(progress.least())) {
            KeyState state = states.get(key);
            close(state);
            states.changed(state);
        }
    }

    private void quiet(Bytes key, int phase) {
        KeyState state = states.get(key);
        if (phase == 0) {
            state.releaseQuiet(Long.MAX_VALUE, released -> noLongerFedBy(released, key));
            close(state);
        }
        flow.closeQuiet(state, Duration.ofMillis(quietTimes[phase]));
        flow.settle(state);
        boolean forget = phase == quietTimes.length - 1 && plan.forget().isPresent() && !state.hasOpenWindows();
        if (forget) {
            flow.forget(state);
            held.release(key);
            states.remove(key);
        } else {
            states.changed(state);
        }
    }

    /** How many windows have rows and are not closed, of all keys and levels. */
    public long openWindows() {
        return flow.openWindows();
    }

    /** How many keys have windows that could close but for tasks upstream that are behind. */
    public int keysHeld() {
        return held.size();
    }

    /** How many keys are waited for until they are quiet, or until they may be forgotten. */
    public int keysWaitedFor() {
        return quiet.size();
    }
}
