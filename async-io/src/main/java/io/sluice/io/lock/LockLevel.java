package io.sluice.io.lock;

/**
 * How much one holder claims of what a lock file guards. Any number may read at {@link #SHARED}; one of them may prepare
 * to write at {@link #RESERVED} while the others go on; at {@link #PENDING} it waits for the readers to finish and lets no
 * new one in; at {@link #EXCLUSIVE} it is alone.
 */
public enum LockLevel {
    NONE,
    SHARED,
    RESERVED,
    /** Never asked for: the level of a holder on its way to {@link #EXCLUSIVE}. */
    PENDING,
    EXCLUSIVE;

    /** Whether this level is {@code other} or more. */
    public boolean atLeast(LockLevel other) {
        return compareTo(other) >= 0;
    }

    /** Whether a holder at this level lets someone else go up to {@code wanted}. */
    public boolean admits(LockLevel wanted) {
        if (wanted == NONE) {
            return true;
        }
        return switch (this) {
            case NONE -> true;
            case SHARED -> wanted != EXCLUSIVE;
            case RESERVED -> wanted == SHARED;
            case PENDING, EXCLUSIVE -> false;
        };
    }

    /** Whether the way from one to the other is a single step. */
    boolean isNextTo(LockLevel other) {
        return (this != EXCLUSIVE && up() == other) || (this != NONE && down() == other);
    }

    LockLevel up() {
        return switch (this) {
            case NONE -> SHARED;
            case SHARED -> RESERVED;
            case RESERVED -> PENDING;
            case PENDING -> EXCLUSIVE;
            case EXCLUSIVE -> throw new IllegalStateException("nothing above EXCLUSIVE");
        };
    }

    LockLevel down() {
        return switch (this) {
            case NONE -> throw new IllegalStateException("nothing below NONE");
            case SHARED -> NONE;
            case RESERVED -> SHARED;
            case PENDING -> RESERVED;
            case EXCLUSIVE -> PENDING;
        };
    }
}
