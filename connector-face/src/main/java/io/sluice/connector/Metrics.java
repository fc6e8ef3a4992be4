package io.sluice.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** The numbers of a task. Made by one thread, before they are shown; any thread may count, and read. */
public final class Metrics {

    /**
     * One number that is shown.
     *
     * @param name in words joined by dashes
     * @param meaning for people
     */
    public record Metric(String name, String meaning, LongSupplier value) {}

    private final List<Metric> all = new ArrayList<>();

    /** Adds a number that only grows. */
    public LongAdder counter(String name, String meaning) {
        LongAdder adder = new LongAdder();
        gauge(name, meaning, adder::sum);
        return adder;
    }

    /** Adds a number that somebody else knows. */
    public void gauge(String name, String meaning, LongSupplier value) {
        all.add(new Metric(name, meaning, value));
    }

    public List<Metric> all() {
        return List.copyOf(all);
    }
}
