package io.sluice.io;

import io.sluice.io.flow.Attempts;
import io.sluice.io.flow.BreakerOpenException;
import io.sluice.io.flow.Deadline;
import io.sluice.io.flow.Operation;
import io.sluice.io.flow.Permit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One blocking call on its way to a worker, and the stage its caller holds. It waits, then runs, then is over; or it is
 * refused or cancelled while it waits and never runs. Completed by the worker that ran it.
 *
 * <pre>
 *   WAITING ──run──> RUNNING ──> OVER
 *    │   ^──again───────┘         ^
 *    └──cancelled, refused────────┘
 * </pre>
 *
 * "Again" is for a call that turned out to be heavier than thought, and for an attempt that failed in a way that may pass.
 */
final class Task<T> extends CompletableFuture<T> implements Runnable {

    /** The call itself; runs on a worker. */
    interface Call<T> {
        T make() throws Exception;
    }

    /** Thrown by a call that has learned what it weighs: it has done nothing yet and is to be made again with that weight. */
    static final class Heavier extends Exception {
        private static final long serialVersionUID = 1;
        private final long bytes;

        Heavier(long bytes) {
            super("weighs " + bytes + " bytes", null, false, false);
            this.bytes = bytes;
        }
    }

    /** How a task is treated on its way. */
    enum Manner {
        /** A call to the file system, with everything that goes with it. */
        CALL,
        /** A step that makes no call of note: it says nothing about the file system and is not counted. */
        STEP,
        /**
         * Gives something back. It waits for no permit, cannot be cancelled, refused or timed out, and does not ask the
         * breaker: what it would leave open would stay so.
         */
        GIVE_BACK
    }

    private enum State {
        WAITING,
        RUNNING,
        OVER
    }

    private final Dispatcher dispatcher;
    private final Manner manner;
    private final Operation operation;
    private final Path path;
    private final Call<? extends T> call;
    private final Consumer<? super T> discard;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    /** Set before the task is first dispatched. */
    private Runnable afterwards = () -> {};

    // Written by whoever moves the task on, one at a time; read by whoever cancels it.
    private volatile CompletableFuture<?> gate;
    private volatile Permit permit;
    private volatile boolean queued;
    private volatile Optional<Deadline> deadline = Optional.empty();

    // Touched between dispatch and the end of a run only.
    private long bytes;
    private Attempts attempts;

    /**
     * @param bytes what it weighs against the byte limits
     * @param discard gives back a result whose caller has stopped waiting for it
     */
    Task(
            Dispatcher dispatcher,
            Manner manner,
            Operation operation,
            Path path,
            long bytes,
            Call<? extends T> call,
            Consumer<? super T> discard) {
        this.dispatcher = dispatcher;
        this.manner = manner;
        this.operation = operation;
        this.path = path;
        this.bytes = bytes;
        this.call = call;
        this.discard = discard;
    }

    /** Begins the caller's patience; once {@link #afterwards} is set. */
    void timed() {
        if (manner != Manner.GIVE_BACK) {
            deadline = dispatcher.startDeadline(this::expire);
        }
    }

    private void expire() {
        TimeoutException expired = new TimeoutException(
                operation + " " + path + ": no answer within the operationLimit of " + dispatcher.operationLimit());
        // One that still waits is over; one that runs goes on for nobody.
        if (!refuse(expired)) {
            completeExceptionally(expired);
        }
    }

    /** Runs once, when the call has ended or will never begin, before the stage completes. */
    void afterwards(Runnable action) {
        afterwards = action;
    }

    Manner manner() {
        return manner;
    }

    Operation operation() {
        return operation;
    }

    Path path() {
        return path;
    }

    long bytes() {
        return bytes;
    }

    boolean isOver() {
        return state.get() == State.OVER;
    }

    /** What the task waits for now, cancelled along with it. */
    void waitsFor(CompletableFuture<?> awaited) {
        gate = awaited;
        if (isOver()) {
            awaited.cancel(false);
        }
    }

    /** Takes over a permit, and gives it back at once if the task is over. */
    void granted(Permit held) {
        permit = held;
        if (isOver()) {
            held.close();
        }
    }

    /**
     * About to stand in the pool's queue, where a cancelled task keeps its permit until its turn, as it keeps its place.
     * False if it need not go there.
     */
    boolean queue() {
        queued = true;
        if (isOver()) {
            release();
            return false;
        }
        return true;
    }

    /** The pool did not take it. */
    void dequeue() {
        queued = false;
    }

    @Override
    public void run() {
        queued = false;
        if (!state.compareAndSet(State.WAITING, State.RUNNING)) {
            release();
            return;
        }
        if (isDone()) {
            // Timed out or completed by its caller, so nobody waits for it.
            release();
            state.set(State.OVER);
            over();
            return;
        }
        if (attempts == null) {
            attempts = dispatcher.attempts(this);
        }
        Optional<BreakerOpenException> refusal = attempts.begin();
        if (refusal.isPresent()) {
            end(null, refusal.get());
            return;
        }
        T result;
        long begun = dispatcher.begin();
        try {
            result = call.make();
        } catch (Heavier e) {
            attempts.undecided();
            bytes = e.bytes;
            again(Duration.ZERO);
            return;
        } catch (Throwable e) {
            // Also an Error: the caller's stage must end, or the caller waits for ever.
            dispatcher.failed(this, begun);
            failed(e);
            return;
        }
        dispatcher.done(this, begun);
        attempts.answered();
        end(result, null);
    }

    private void failed(Throwable failure) {
        Optional<Duration> pause = attempts.failed(failure);
        if (pause.isPresent() && !isDone()) {
            again(pause.get());
        } else {
            end(null, attempts.listing(failure));
        }
    }

    private void end(T result, Throwable failure) {
        release();
        state.set(State.OVER);
        over();
        if (failure != null) {
            completeExceptionally(failure);
        } else if (!complete(result)) {
            discard.accept(result);
        }
    }

    private void over() {
        deadline.ifPresent(dispatcher::endDeadline);
        afterwards.run();
    }

    private void again(Duration pause) {
        release();
        state.set(State.WAITING);
        dispatcher.dispatchAfter(this, pause);
    }

    /** Ends a task that has not begun; false if it has. */
    boolean refuse(Throwable reason) {
        if (manner == Manner.GIVE_BACK || !state.compareAndSet(State.WAITING, State.OVER)) {
            return false;
        }
        leave();
        completeExceptionally(reason);
        return true;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (manner == Manner.GIVE_BACK || !state.compareAndSet(State.WAITING, State.OVER)) {
            return isCancelled();
        }
        leave();
        return super.cancel(false);
    }

    private void leave() {
        CompletableFuture<?> awaited = gate;
        if (awaited != null) {
            awaited.cancel(false);
        }
        if (!queued) {
            release();
        }
        over();
    }

    private void release() {
        Permit held = permit;
        if (held != null) {
            permit = null;
            held.close();
        }
    }
}
