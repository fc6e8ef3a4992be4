package io.sluice.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The numbers of a task, and texts where numbers do not do. Made by one thread, before they are shown; any thread may count, and read.
 */
public final class Metrics {

    /**
     * One number that is shown.
     *
     * @param name in words joined by dashes
     * @param meaning for people
     */
    public record Metric(String name, String meaning, LongSupplier value) {}

    /** A text that is shown; what only takes numbers leaves it out. */
    public record Text(String name, String meaning, Supplier<String> value) {}

    private final List<Metric> all = new ArrayList<>();
    private final List<Text> texts = new ArrayList<>();

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

    /** Adds a text that somebody else knows. */
    public void text(String name, String meaning, Supplier<String> value) {
        texts.add(new Text(name, meaning, value));
    }

    /** The numbers. */
    public List<Metric> all() {
        return List.copyOf(all);
    }

    public List<Text> texts() {
        return List.copyOf(texts);
    }
}
