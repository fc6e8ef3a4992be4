package io.sluice.io.flow;

/** One look at a {@link Permits}: what is out, the most that ever was, and how many wait. */
public record PermitUse(
        PermitLimits limits, int operations, long bytes, int waiters, int peakOperations, long peakBytes) {}
