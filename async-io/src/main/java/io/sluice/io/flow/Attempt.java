package io.sluice.io.flow;

import java.util.concurrent.CompletionStage;

/**
 * An operation that {@link Resilience} may start more than once, so one that is as good twice as once. A lambda is enough
 * for an operation whose result need not be closed.
 */
@FunctionalInterface
public interface Attempt<T> {

    /** Starts it and returns at once: the first time on the caller's thread, later on the timer's. */
    CompletionStage<T> start();

    /**
     * The stage has been given up, by a time limit or by the caller, and may still be under way. Does nothing unless
     * overridden; what it does must leave no permit and no handle behind, so do not cancel a stage derived from the one
     * that holds them. May be called twice, from any thread.
     */
    default void abandon(CompletionStage<T> stage) {}

    /** A value came that nobody waits for any more: close what must be closed. On the thread that completed the stage. */
    default void discard(T value) {}
}
