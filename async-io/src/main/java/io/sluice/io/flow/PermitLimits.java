package io.sluice.io.flow;

/**
 * How much may be under way at once: operations, the bytes they hold together, and how many requests may wait for room.
 */
public record PermitLimits(int operations, long bytes, int waiters) {
    public PermitLimits {
        Settings.atLeast("permits.operations", operations, 1);
        Settings.atLeast("permits.bytes", bytes, 1);
        Settings.atLeast("permits.waiters", waiters, 0);
    }
}
