package io.sluice.io.flow;

import java.time.Duration;

/**
 * Fills at a rate, holds a burst, and may be overdrawn by one request larger than it: that one waits for a full bucket,
 * and those after it until the debt is paid. Guarded by its owner's lock.
 */
final class TokenBucket {
    /** What rounding may cost; a millionth of an operation or a byte. */
    private static final double ROUNDING = 1e-6;

    private static final double NANOS = 1e9;

    private double perNano;
    private double capacity;
    private double tokens;
    private boolean unlimited;

    TokenBucket(long perSecond, Duration burst) {
        set(perSecond, burst);
        tokens = capacity;
    }

    /** From now on fills at another rate; a debt stays. */
    void set(long perSecond, Duration burst) {
        boolean wasUnlimited = unlimited;
        unlimited = perSecond == RateLimits.UNLIMITED;
        perNano = perSecond / NANOS;
        capacity = Math.max(1, perNano * burst.toNanos());
        tokens = wasUnlimited ? capacity : Math.min(tokens, capacity);
    }

    void fill(long nanos) {
        tokens = Math.min(capacity, tokens + perNano * nanos);
    }

    /** Nanoseconds until so much may be taken; 0 for now. */
    long nanosUntil(long amount) {
        if (unlimited) {
            return 0;
        }
        double missing = Math.min((double) amount, capacity) - tokens;
        return missing <= ROUNDING ? 0 : Math.max(1, (long) Math.ceil(missing / perNano));
    }

    void take(long amount) {
        if (!unlimited) {
            tokens -= amount;
        }
    }

    void giveBack(long amount) {
        if (!unlimited) {
            tokens = Math.min(capacity, tokens + amount);
        }
    }
}
