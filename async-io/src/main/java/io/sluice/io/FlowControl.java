package io.sluice.io;

import io.sluice.io.flow.Permits;
import io.sluice.io.flow.RateLimit;

/**
 * The limits of one file system, to look at and to change while it runs.
 *
 * @param reads reading operations under way
 * @param writes writing operations under way
 * @param openFiles files open
 * @param readRate reading operations and bytes per second; without a limit at first
 * @param writeRate writing operations and bytes per second; without a limit at first
 */
public record FlowControl(Permits reads, Permits writes, Permits openFiles, RateLimit readRate, RateLimit writeRate) {}
