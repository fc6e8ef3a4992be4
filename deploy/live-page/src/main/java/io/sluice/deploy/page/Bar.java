package io.sluice.deploy.page;

/**
 * A closed window of a key. Times in epoch milliseconds; prices and volumes are decimals in text, null where the window has none.
 * Immutable.
 *
 * @param count rows in it
 */
public record Bar(
        String key,
        String window,
        long start,
        long end,
        String open,
        String high,
        String low,
        String close,
        String volume,
        String vwap,
        long count,
        boolean gap,
        long revision) {}
