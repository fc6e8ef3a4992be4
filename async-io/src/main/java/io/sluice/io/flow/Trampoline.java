package io.sluice.io.flow;

import java.util.ArrayDeque;
import java.util.Collection;

/**
 * Runs steps one after the other on the calling thread, and steps that a step asks for after it rather than inside it: a
 * chain of any length completes on a stack of constant depth. Any thread may call; each has a chain of its own, so that no
 * thread waits for another's steps.
 */
final class Trampoline {
    /** Set only while its thread is inside {@link #run}; static, so that chains through several owners stay flat too. */
    private static final ThreadLocal<ArrayDeque<Runnable>> CHAIN = new ThreadLocal<>();

    private Trampoline() {}

    static void run(Collection<? extends Runnable> steps) {
        if (steps.isEmpty()) {
            return;
        }
        ArrayDeque<Runnable> outer = CHAIN.get();
        if (outer != null) {
            outer.addAll(steps);
            return;
        }
        ArrayDeque<Runnable> todo = new ArrayDeque<>(steps);
        CHAIN.set(todo);
        try {
            runAll(todo);
        } finally {
            CHAIN.remove();
        }
    }

    /** An error out of one step must not cost the steps behind it what they were granted. */
    private static void runAll(ArrayDeque<Runnable> todo) {
        Error first = null;
        for (Runnable step = todo.poll(); step != null; step = todo.poll()) {
            try {
                step.run();
            } catch (Error e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
