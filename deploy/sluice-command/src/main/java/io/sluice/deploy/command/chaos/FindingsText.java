package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.audit.TopicAudit;
import io.sluice.deploy.command.audit.TradesAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The findings for people, as Markdown that reads as text too. */
final class FindingsText {
    private FindingsText() {}

    static String of(Findings findings) {
        List<String> lines = new ArrayList<>();
        lines.add("# Chaos");
        lines.add("");
        lines.add(format(
                "`deploy/sluice chaos --minutes %s --seed %d --rate %d`: %s",
                number(findings.minutes()),
                findings.seed(),
                findings.rate(),
                findings.hold() ? "**the audit holds**." : "**THE AUDIT DOES NOT HOLD**."));
        lines.add("");
        lines.add(format(
                "%,d lines in %d files, %d kills, %.0f s in all; the feed was held up for %.0f s, and all had landed %.0f s"
                        + " after the last fault was healed.",
                findings.records(),
                findings.files(),
                findings.kills(),
                findings.seconds(),
                findings.feedHeldSeconds(),
                findings.settleSeconds()));
        if (!findings.finished()) {
            lines.add("");
            lines.add("**Not all had landed when the waiting was over.**");
        }
        stages(findings, lines);
        deeds(findings, lines);
        recoveries(findings, lines);
        operator(findings, lines);
        lines.add("");
        lines.add("## Machine");
        lines.add("");
        findings.machine().forEach((what, value) -> lines.add("- " + what + ": " + value));
        return String.join("\n", lines) + "\n";
    }

    private static void stages(Findings findings, List<String> lines) {
        lines.add("");
        lines.add("## Audit, by sequence number");
        lines.add("");
        lines.add("| stage | written | found | missing | duplicated | altered | unknown |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|");
        List<String> examples = new ArrayList<>();
        TopicAudit.Lines topic = findings.topic();
        lines.add(format(
                "| topic (read_committed) | %,d | %,d | %,d | %,d | | %,d |",
                topic.written(), topic.found(), topic.missing(), topic.duplicated(), topic.unknown()));
        topic.examples().forEach(example -> examples.add("topic: " + example));
        findings.rows().forEach((name, rows) -> {
            lines.add(format(
                    "| Parquet, %s | %,d | %,d | %,d | %,d | %,d | %,d |",
                    name,
                    rows.lines(),
                    rows.rows(),
                    rows.missing(),
                    rows.duplicated(),
                    rows.altered(),
                    rows.unknown()));
            rows.examples().forEach(example -> examples.add(name + ": " + example));
        });
        lines.add("");
        lines.add("| bars | computed anew | found | missing | wrong | unknown | duplicated | corrected by late rows |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|---:|");
        for (TradesAudit.Bars bars : findings.bars()) {
            lines.add(format(
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %,d |",
                    bars.window(),
                    bars.expected(),
                    bars.found(),
                    bars.missing(),
                    bars.wrong(),
                    bars.unknown(),
                    bars.duplicated(),
                    bars.corrected()));
            bars.examples().forEach(example -> examples.add(bars.window() + ": " + example));
        }
        lines.add("");
        for (Findings.Verified table : findings.verified()) {
            lines.add(format(
                    "- `dataset verify` %s: %s; %,d files, %,d rows, %d gaps between offsets, %d commits not visible",
                    table.table(),
                    table.sound() ? "sound" : "NOT SOUND",
                    table.files(),
                    table.rows(),
                    table.gaps(),
                    table.unpublished()));
            table.problems().forEach(problem -> examples.add(table.table() + ": " + problem));
        }
        findings.topicRecords()
                .forEach((name, count) ->
                        lines.add(format("- records in `%s`, which is to have none: %,d", name, count)));
        examples.forEach(example -> lines.add("- " + example));
    }

    private static void deeds(Findings findings, List<String> lines) {
        lines.add("");
        lines.add("## What was done");
        lines.add("");
        lines.add("| deed | done | could not be done |");
        lines.add("|---|---:|---:|");
        for (Deed deed : Deed.values()) {
            int done = findings.done().getOrDefault(deed, 0);
            int skipped = findings.skipped().getOrDefault(deed, 0);
            if (done + skipped > 0) {
                lines.add(format("| %s | %d | %s |", deed, done, skipped == 0 ? "" : Integer.toString(skipped)));
            }
        }
        lines.add("");
        lines.add(format("S3: %,d connections and answers spoilt.", findings.spoilt()));
        findings.remarks().forEach(remark -> lines.add("- not done: " + remark));
    }

    private static void recoveries(Findings findings, List<String> lines) {
        lines.add("");
        lines.add("## How soon it moved again");
        lines.add("");
        lines.add(
                "Seconds from the beginning of each fault, median / longest; faults overlap. *Landed*: every line written"
                        + " before the fault is in the table.");
        lines.add("");
        lines.add("| after | times | topic moved | bars moved | landed | landed in S3 |");
        lines.add("|---|---:|---:|---:|---:|---:|");
        for (Watch.Recoveries of : findings.recoveries()) {
            lines.add(format(
                    "| %s | %d | %s | %s | %s | %s |",
                    of.deed(),
                    of.times(),
                    Spans.of(of.topic()).text(),
                    Spans.of(of.bars()).text(),
                    Spans.of(of.landed()).text(),
                    Spans.of(of.landedInS3()).text()));
        }
    }

    private static void operator(Findings findings, List<String> lines) {
        lines.add("");
        lines.add("## What the operator did");
        lines.add("");
        counts("processes started that had ended by themselves", findings.revived(), lines);
        counts("failed tasks started anew", findings.restarts(), lines);
        counts("connectors started anew that stood still", findings.unstuck(), lines);
    }

    private static void counts(String title, Map<String, Integer> counts, List<String> lines) {
        lines.add("- " + title + ": "
                + counts.values().stream().mapToInt(Integer::intValue).sum());
        counts.forEach((what, times) -> lines.add("  - " + times + " × " + what));
    }

    private static String number(double minutes) {
        return minutes == Math.rint(minutes) ? Long.toString(Math.round(minutes)) : Double.toString(minutes);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
