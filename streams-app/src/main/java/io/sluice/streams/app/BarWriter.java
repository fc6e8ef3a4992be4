package io.sluice.streams.app;

import io.sluice.streams.engine.Bar;

/** Writes results as the values of records. One per task, on its stream thread. */
interface BarWriter {
    byte[] write(Bar bar);
}
