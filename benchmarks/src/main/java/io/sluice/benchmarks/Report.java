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
    private final List<Table> tables = new ArrayList<>();
    private String picture = "";
    private String part = "";

    /** Figures that are no contest, as text. */
    record Table(String name, List<String> columns, List<List<String>> rows) {
        Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            for (List<String> row : rows) {
                if (row.size() != columns.size()) {
                    throw new IllegalArgumentException(
                            name + ": the row " + row + " has not " + columns.size() + " columns");
                }
            }
        }
    }

    Report(String name, boolean quick, Map<String, Object> machine, Map<String, Object> versions) {
        this.name = name;
        this.quick = quick;
        this.machine = machine;
        this.versions = new LinkedHashMap<>(versions);
    }

    void version(String what, String version) {
        versions.put(what, version);
    }

    /** Whatever is set from now on is of this part. */
    void part(String name) {
        part = name + ": ";
    }

    void setting(String what, Object value) {
        settings.put(part + what, value);
    }

    void note(String note) {
        notes.add(note);
    }

    void add(Table table) {
        tables.add(table);
        Workplace.say("  " + table.name());
        Workplace.say("    " + String.join(" | ", table.columns()));
        table.rows().forEach(row -> Workplace.say("    " + String.join(" | ", row)));
    }

    /** A drawing as SVG, which becomes a file beside the report. */
    void picture(String svg) {
        picture = svg;
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

    List<Table> tables() {
        return tables;
    }

    String picture() {
        return picture;
    }

    List<String> notes() {
        return notes;
    }
}
