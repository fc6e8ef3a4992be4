package io.sluice.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes a report as {@code NAME.json}, which is complete, and {@code NAME.md}, which is readable; reads the bars back. */
final class ReportFiles {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path directory;

    ReportFiles(Path directory) {
        this.directory = directory;
    }

    void write(Report report) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(report.name() + ".json"), json(report) + "\n");
        Files.writeString(directory.resolve(report.name() + ".md"), markdown(report));
        if (!report.picture().isEmpty()) {
            Files.writeString(directory.resolve(report.name() + ".svg"), report.picture());
        }
    }

    /**
     * The bars that do not hold, of every result there is, each as a line; and what has no bars, because nothing was written
     * or nothing was measured.
     *
     * @param benchmarks those that must have a result
     */
    List<String> broken(Set<String> benchmarks) throws IOException {
        List<String> broken = new ArrayList<>();
        Set<String> missing = new TreeSet<>(benchmarks);
        for (Path result : results()) {
            JsonNode report = JSON.readTree(Files.readString(result));
            missing.remove(report.path("name").asText());
            if (report.path("bars").isEmpty()) {
                broken.add(result.getFileName() + ": has no bars, so it shows nothing; run its benchmark again");
            }
            for (JsonNode bar : report.path("bars")) {
                if (!bar.path("holds").asBoolean(false)) {
                    broken.add(report.path("name").asText() + ": "
                            + bar.path("name").asText() + " is "
                            + (bar.path("value").isNull()
                                    ? "not measured"
                                    : bar.path("value").asText()) + ", the goal is "
                            + bar.path("goalIs").asText() + " "
                            + bar.path("goal").asText()
                            + (bar.path("note").asText("").isEmpty()
                                    ? ""
                                    : ": " + bar.path("note").asText()));
                }
            }
        }
        missing.forEach(name -> broken.add(name + ": there is no result; run benchmarks/run " + name));
        return broken;
    }

    private List<Path> results() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static String json(Report report) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", report.name());
        all.put("quick", report.quick());
        all.put("machine", report.machine());
        all.put("versions", report.versions());
        all.put("settings", report.settings());
        all.put(
                "contests",
                report.standings().stream().map(ReportFiles::contest).toList());
        all.put("bars", report.bars().stream().map(ReportFiles::bar).toList());
        all.put("tables", report.tables());
        all.put("notes", report.notes());
        return JSON.writeValueAsString(all);
    }

    private static Map<String, Object> contest(Standing standing) {
        Contest contest = standing.contest();
        Map<String, Object> medians = new LinkedHashMap<>();
        for (Contender contender : contest.contenders()) {
            medians.put(contender.name(), spread(standing.rate(contender.name())));
        }
        List<Map<String, Object>> runs = new ArrayList<>();
        for (Round round : standing.rounds()) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("order", round.order());
            Map<String, Object> seconds = new LinkedHashMap<>();
            round.order()
                    .forEach(name -> seconds.put(name, rounded(round.seconds().get(name))));
            run.put("seconds", seconds);
            if (!round.cpuSeconds().isEmpty()) {
                Map<String, Object> cpu = new LinkedHashMap<>();
                round.cpuSeconds().forEach((name, value) -> cpu.put(name, rounded(value)));
                run.put("cpuSeconds", cpu);
            }
            runs.add(run);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", contest.name());
        all.put("unit", contest.unit() + "/s");
        all.put("units", contest.units());
        all.put("warmUps", contest.warmUps());
        all.put("rates", medians);
        all.put("runs", runs);
        return all;
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("median", rounded(spread.median()));
        all.put("min", rounded(spread.least()));
        all.put("max", rounded(spread.most()));
        all.put("iqr", List.of(rounded(spread.lowerQuartile()), rounded(spread.upperQuartile())));
        return all;
    }

    private static Map<String, Object> bar(Bar bar) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", bar.name());
        all.put("value", bar.value() == null ? null : rounded(bar.value()));
        all.put("goal", bar.goal());
        all.put("goalIs", bar.atLeast() ? "at least" : "at most");
        all.put("holds", bar.holds());
        if (!bar.note().isEmpty()) {
            all.put("note", bar.note());
        }
        return all;
    }

    /** Six digits that count: more is noise, and six are enough to check a ratio. */
    private static double rounded(double value) {
        return value == 0 || !Double.isFinite(value)
                ? value
                : new java.math.BigDecimal(value)
                        .round(new java.math.MathContext(6))
                        .doubleValue();
    }

    static String markdown(Report report) {
        StringBuilder text = new StringBuilder("# Benchmark: " + report.name() + "\n\n");
        if (report.quick()) {
            text.append("**A quick run: the numbers mean nothing.**\n\n");
        }
        report.machine().forEach((key, value) -> text.append("- " + key + ": " + value + "\n"));
        report.versions().forEach((key, value) -> text.append("- " + key + ": " + value + "\n"));
        report.settings().forEach((key, value) -> text.append("- " + key + ": " + value + "\n"));
        text.append("\n## Bars\n\n| bar | measured | goal | holds |\n|---|---|---|---|\n");
        for (Bar bar : report.bars()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s %s | %s |%n",
                    bar.name(),
                    bar.value() == null ? "not measured: " + bar.note() : number(bar.value()),
                    bar.atLeast() ? "≥" : "≤",
                    number(bar.goal()),
                    bar.holds() ? "yes" : "**no**"));
        }
        if (!report.standings().isEmpty()) {
            text.append(
                    "\n## Measured\n\nRates: the median of the rounds, and in brackets the least and the most.\n\n");
            text.append("| job | contender | rate | | processor |\n|---|---|---|---|---|\n");
        }
        for (Standing standing : report.standings()) {
            for (Contender contender : standing.contest().contenders()) {
                Spread rate = standing.rate(contender.name());
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s %s/s | (%s – %s) | %s |%n",
                        standing.contest().name(),
                        contender.name(),
                        number(rate.median()),
                        standing.contest().unit(),
                        number(rate.least()),
                        number(rate.most()),
                        standing.cpuSeconds(contender.name())
                                .map(cpu -> number(cpu.median()) + " s")
                                .orElse("")));
            }
        }
        report.tables().forEach(table -> append(text, table));
        if (!report.picture().isEmpty()) {
            text.append("\n![The same as a drawing](" + report.name() + ".svg)\n");
        }
        if (!report.notes().isEmpty()) {
            text.append("\n## Notes\n\n");
            report.notes().forEach(note -> text.append("- " + note + "\n"));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Report.Table table) {
        text.append("\n## " + table.name() + "\n\n");
        text.append("| " + String.join(" | ", table.columns()) + " |\n");
        text.append("|---".repeat(table.columns().size()) + "|\n");
        table.rows().forEach(row -> text.append("| " + String.join(" | ", row) + " |\n"));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3f", value);
    }
}
