package io.sluice.source.tail;

import io.sluice.source.framing.FramingException;
import io.sluice.source.tail.FileTailer.Turn;
import io.sluice.source.tail.RecordMaker.UnfitFrameException;
import io.sluice.source.tail.TailSettings.Mode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Looks for files and gives each its turns: the whole work of a task's reader thread, step by step, so that a test can take
 * the steps itself. Everything in it is owned by that thread; to others it speaks through the {@link ReadyQueue} and the
 * {@link ByteBudget}.
 */
final class TailLoop<R> {

    /** After so many failures in a row the pause does not grow any more. */
    private static final int MOST_DOUBLINGS = 6;

    /** After so many tries in a row, which takes one to two minutes, the stored states are given up, and the task with them. */
    private static final int MOST_STATE_FAILURES = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** A file that grew so lately is looked at between the scans. */
    private static final Duration LIVELY = Duration.ofSeconds(10);

    private final Tailing<R> shared;
    private final TailSettings settings;
    private final Census<R> census;
    private final ReadyQueue<R> ready;
    private final long reserve;

    private final Deque<Followed<R>> runnable = new ArrayDeque<>();
    private final PriorityQueue<Followed<R>> timed = new PriorityQueue<>(Comparator.comparingLong(file -> file.due));
    private final LinkedHashSet<Followed<R>> open = new LinkedHashSet<>();
    private long nextScan;
    private boolean scanned;
    private int stateFailures;

    TailLoop(Tailing<R> shared, FileScan scan, Families families, StateStore states, ReadyQueue<R> ready) {
        this.shared = shared;
        this.settings = shared.settings();
        this.census = new Census<>(shared, scan, families, states, new Census.Turns<R>() {
            @Override
            public void soon(Followed<R> file) {
                runSoon(file);
            }

            @Override
            public void never(Followed<R> file) {
                leave(file);
            }
        });
        this.ready = ready;
        this.reserve = settings.turnBytes()
                + TailSettings.FRAME_OVERHEAD
                + (long) shared.framings().get().largestWindow();
        if (reserve > settings.budgetBytes()) {
            throw new IllegalArgumentException("budget.bytes: " + settings.budgetBytes() + " is less than " + reserve
                    + ", which one turn with the largest frame takes");
        }
    }

    /** Does one thing, and returns how long there is nothing more to do unless room is given back. */
    Duration step() throws TailFailedException {
        long now = shared.vfs().nanoTime();
        if (!scanned || now - nextScan >= 0) {
            Duration pause = look();
            scanned = true;
            nextScan = shared.vfs().nanoTime() + pause.toNanos();
            return Duration.ZERO;
        }
        while (!timed.isEmpty() && now - timed.peek().due >= 0) {
            runnable.addLast(timed.poll());
        }
        if (runnable.isEmpty()) {
            long until = timed.isEmpty() ? nextScan : Math.min(nextScan, timed.peek().due);
            return Duration.ofNanos(Math.max(1, until - now));
        }
        if (!ready.hasRoom() || !shared.budget().take(reserve)) {
            return Duration.ofNanos(Math.max(1, nextScan - now));
        }
        Followed<R> file = runnable.pollFirst();
        file.waiting = false;
        turn(file);
        return Duration.ZERO;
    }

    /** Not while markers of the last look wait to be taken: so they cannot pile up. Returns how long there is to the next. */
    private Duration look() {
        if (ready.hasMarkers()) {
            return settings.scanInterval();
        }
        try {
            send(census.look());
        } catch (StatesUnavailableException e) {
            // Files that are followed already are read on meanwhile.
            if (++stateFailures >= MOST_STATE_FAILURES) {
                throw e;
            }
            shared.events().statesUnavailable(stateFailures, e);
            return pause(stateFailures);
        }
        stateFailures = 0;
        return settings.scanInterval();
    }

    private void send(List<R> markers) {
        if (!markers.isEmpty()) {
            ready.add(new ReadyBatch<>(markers, 0, true));
        }
    }

    // ---- turns

    private void turn(Followed<R> file) throws TailFailedException {
        FileTailer<R> tailer = file.tailer;
        List<R> records = new ArrayList<>();
        Turn end;
        try {
            end = tailer.turn(settings.turnBytes(), records);
        } catch (FramingException e) {
            throw new TailFailedException(tailer.view(), e.position(), e.getMessage(), e);
        } catch (UnfitFrameException e) {
            throw new TailFailedException(tailer.view(), tailer.position(), e.getMessage(), e);
        } finally {
            shared.budget().giveBack(reserve - tailer.charged());
        }
        if (!records.isEmpty()) {
            ready.add(new ReadyBatch<>(records, tailer.charged(), false));
        }
        send(census.after(file));
        if (!census.follows(file)) {
            leave(file);
            return;
        }
        keepOpen(file);
        long now = shared.vfs().nanoTime();
        if (end != Turn.FAILED && end != Turn.NOT_THERE) {
            file.succeeded();
        }
        switch (end) {
            case MORE -> runSoon(file);
            case AT_END -> atEnd(file, !records.isEmpty(), now);
            case FAILED -> {
                int times = file.failed();
                shared.events().failed(tailer.view(), tailer.position(), times, tailer.failure());
                runAt(file, now + pause(times).toNanos());
            }
            // By then a look has found it under another name, or that it is gone.
            case NOT_THERE -> runAt(file, now + pause(file.failed()).toNanos());
            case DONE -> open.remove(file);
        }
    }

    private void atEnd(Followed<R> file, boolean delivered, long now) {
        if (delivered) {
            file.delivered(now);
        }
        if (settings.mode() == Mode.TAIL && file.unchangedFor(now).compareTo(LIVELY) < 0) {
            runAt(file, now + settings.pollInterval().toNanos());
            return;
        }
        // However long ago it changed: while there was no room, nobody has waited for what it holds back.
        Duration held = file.tailer.heldFor(now);
        if (held != null) {
            runAt(file, now + held.toNanos());
        }
    }

    private Duration pause(int failures) {
        Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        // Half to all of it, so that many files of one sick disk do not come back at once.
        return Duration.ofNanos(longest.toNanos() / 2 + shared.vfs().random().nextLong(longest.toNanos() / 2));
    }

    private void runSoon(Followed<R> file) {
        if (!file.waiting) {
            file.waiting = true;
            runnable.addLast(file);
        }
    }

    private void leave(Followed<R> file) {
        if (file.waiting) {
            file.waiting = false;
            boolean unused = runnable.remove(file) || timed.remove(file);
        }
        open.remove(file);
    }

    private void runAt(Followed<R> file, long due) {
        if (!file.waiting) {
            file.waiting = true;
            file.due = due;
            timed.add(file);
        }
    }

    /** The file that had its turn longest ago is closed when there are too many. */
    private void keepOpen(Followed<R> file) {
        open.remove(file);
        if (file.tailer.isOpen()) {
            open.add(file);
        }
        if (open.size() > settings.openFiles()) {
            Iterator<Followed<R>> oldest = open.iterator();
            oldest.next().tailer.close();
            oldest.remove();
        }
    }

    /** Closes every file. The loop takes no step after it. */
    void close() {
        census.close();
        open.clear();
    }
}
