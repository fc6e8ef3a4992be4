package io.sluice.streams.engine;

/** Takes what windowed aggregation gives, on its thread. */
public interface Emission {
    void bar(Bar bar);

    void late(LatePart part);
}
