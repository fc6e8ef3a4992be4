package io.sluice.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one benchmark found, in the order it found it. One thread. */
final class Report {

    private final String name;
    private final boolean quick;
    private final Map<String, Object> machine;
    private final Map<String, Object> versions;
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final List<Standing> standings = new ArrayList<>();
    private final List<Bar> bars = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Report(String name, boolean quick, Map<String, Object> machine, Map<String, Object> versions) {
        this.name = name;
        this.quick = quick;
        this.machine = machine;
        this.versions = new LinkedHashMap<>(versions);
    }

    void version(String what, String version) {
        versions.put(what, version);
    }

    void setting(String what, Object value) {
        settings.put(what, value);
    }

    void note(String note) {
        notes.add(note);
    }

    Standing add(Standing standing) {
        standings.add(standing);
        for (Contender contender : standing.contest().contenders()) {
            Spread rate = standing.rate(contender.name());
            Workplace.say(String.format(
                    java.util.Locale.ROOT,
                    "  %-28s %-24s %10.3f %s/s  (%.3f to %.3f)%s",
                    standing.contest().name(),
                    contender.name(),
                    rate.median(),
                    standing.contest().unit(),
                    rate.least(),
                    rate.most(),
                    standing.cpuSeconds(contender.name())
                            .map(cpu -> String.format(java.util.Locale.ROOT, ", %.2f s of processor", cpu.median()))
                            .orElse("")));
        }
        return standing;
    }

    void add(Bar bar) {
        bars.add(bar);
        Workplace.say(String.format(
                java.util.Locale.ROOT,
                "  %s %-60s %s (goal %s %.2f) %s",
                bar.holds() ? "holds " : "BROKEN",
                bar.name(),
                bar.value() == null ? "not measured" : String.format(java.util.Locale.ROOT, "%.3f", bar.value()),
                bar.atLeast() ? ">=" : "<=",
                bar.goal(),
                bar.note()));
    }

    String name() {
        return name;
    }

    boolean quick() {
        return quick;
    }

    Map<String, Object> machine() {
        return machine;
    }

    Map<String, Object> versions() {
        return versions;
    }

    Map<String, Object> settings() {
        return settings;
    }

    List<Standing> standings() {
        return standings;
    }

    List<Bar> bars() {
        return bars;
    }

    List<String> notes() {
        return notes;
    }
}
