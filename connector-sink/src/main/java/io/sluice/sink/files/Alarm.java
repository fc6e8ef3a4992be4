package io.sluice.sink.files;

import java.time.Duration;

/** Calls back later, on a thread of its own that must not be blocked. Safe from any thread. */
@FunctionalInterface
public interface Alarm {
    void after(Duration delay, Runnable task);
}
