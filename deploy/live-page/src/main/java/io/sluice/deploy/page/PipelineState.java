package io.sluice.deploy.page;

import java.util.List;
import java.util.Map;

/**
 * The whole pipeline at one moment, as the page draws it. What is not known is null, and never 0. Immutable.
 *
 * @param instance of this start: another one tells a page to ask for everything again
 * @param at when it was looked at, in epoch milliseconds
 * @param phase {@code starting}, {@code running}, {@code stopping}, {@code stopped} or {@code failed}
 * @param windows the names that bars can be asked of
 * @param tables the names that can be queried
 */
public record PipelineState(
        String pipeline,
        String instance,
        long at,
        long startedAt,
        String phase,
        String phaseReason,
        List<Stage> stages,
        List<Flow> flows,
        List<String> windows,
        List<String> tables,
        Totals totals) {

    public static final String OK = "ok";
    public static final String WAITING = "waiting";
    public static final String IDLE = "idle";
    public static final String FAILED = "failed";
    public static final String UNKNOWN = "unknown";

    public PipelineState {
        stages = List.copyOf(stages);
        flows = List.copyOf(flows);
        windows = List.copyOf(windows);
        tables = List.copyOf(tables);
    }

    /** The same, looked at at another time. */
    PipelineState at(long millis) {
        return new PipelineState(
                pipeline, instance, millis, startedAt, phase, phaseReason, stages, flows, windows, tables, totals);
    }

    /**
     * A place where data is: a directory, a topic, a window or a table.
     *
     * @param id such as {@code topic:market-trades}
     * @param waitsFor the id of the stage that it waits for, if its state is {@code waiting}
     * @param detail further numbers by name
     */
    public record Stage(
            String id,
            String kind,
            String name,
            String state,
            Double recordsPerSecond,
            Double bytesPerSecond,
            Long records,
            Long bytes,
            Lag lag,
            String waitsFor,
            String waitReason,
            Failure failure,
            Map<String, Long> detail) {}

    /** How much a stage has not taken yet, in {@code bytes}, {@code records}, {@code files} or {@code windows}. */
    public record Lag(long value, String unit) {}

    /** Why something does not run, what helps, and which task it is. */
    public record Failure(String cause, String remedy, String task) {}

    /**
     * What carries data from one stage to the next.
     *
     * @param via the connector or the application
     */
    public record Flow(String from, String to, String via, String state, Failure failure) {}

    /** Counts of what went aside; each null if nobody knows. */
    public record Totals(Long late, Long invalid, Long deadLetters) {}
}
