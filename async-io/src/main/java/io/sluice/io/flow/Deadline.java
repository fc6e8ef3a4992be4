package io.sluice.io.flow;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that must be settled in time. It is settled once, by whoever sets it true first; {@link #expired} is called on
 * the timer's thread if its time has come, and loses if it was settled already.
 */
public abstract class Deadline extends AtomicBoolean {
    private static final long serialVersionUID = 1;

    /** These belong to the lock of the {@link Deadlines}. */
    transient Deadline previous;

    transient Deadline next;
    transient long at;
    transient boolean inLine;

    protected abstract void expired();
}
