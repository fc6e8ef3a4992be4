package io.sluice.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All peers in one report: what else brings lines of files into Kafka, makes bars of them, and brings records into Parquet, and
 * what else reads files. The parts are those of the other benchmarks, with fewer rounds, and one for more sources. Runs on the
 * main thread.
 */
final class PeersBenchmark implements Benchmark {

    private static final int ROUNDS = 3;
    private static final int WARM_UPS = 2;
    private static final String RSYSLOG = "rsyslog, imfile to omkafka";
    private static final String KCAT_PACKAGE = "apt-get install kcat";

    @Override
    public String name() {
        return "peers";
    }

    @Override
    public void run(Workplace full, Report report) throws Exception {
        Workplace workplace = full.withMostRounds(ROUNDS);
        report.setting("rounds", "3, rotated, after warm-ups; what was delivered is counted after each run");
        report.part("source");
        source(workplace, report);
        report.part("sink");
        SinkBenchmark.againstPeers(workplace, report);
        report.part("streams");
        StreamsBenchmark.againstPeers(workplace, report);
        report.part("reading");
        AiofilesPart.run(workplace, report);
    }

    private static void source(Workplace workplace, Report report) throws Exception {
        Path directory = workplace.directory("source");
        TextLines few = TextLines.trades(workplace.directory("source/few"), workplace.quick() ? 1 : 2);
        TextLines many = TextLines.trades(workplace.directory("source/many"), workplace.quick() ? 2 : 10);
        Optional<Kcat> kcat = Kcat.find();
        Optional<Rsyslog> rsyslog = Rsyslog.find(directory);
        report.version("kcat", kcat.map(Kcat::version).orElse("missing: " + KCAT_PACKAGE));
        report.version("rsyslog", rsyslog.map(Rsyslog::version).orElse("missing: " + Rsyslog.PACKAGES));
        report.setting("line", few.firstLine());
        report.setting("topics", "1 partition, 1 broker, acks=all, no compression");
        report.setting(
                "sources in the worker",
                "exactly-once, as it is switched on there; Sluice's transactions are of 4 MiB, others' of one poll");
        report.setting("line chunks", "256 KiB; all others send a record for each line");
        report.setting(
                "FileStreamSource", "as documented, batch.size=2000, and with larger transactions, batch.size=10000");
        report.setting("kcat", "-P -l -X acks=all, which reads the file once and ends");
        report.setting("rsyslog", Rsyslog.SETTINGS);
        report.setting(
                "time",
                "from the broker's first append to its last; of a part of the lines, for all, where a contender is slow");
        try (SourceBed bed = SourceBed.start(directory.resolve("bed"), 1024, Map.of(), List.of())) {
            SourceBenchmark.Inputs inputs = new SourceBenchmark.Inputs(directory.resolve("inputs"));
            Standing standing = report.add(new Contest(
                            "lines of files into Kafka",
                            many.lines() / 1e6,
                            "M lines",
                            sources(bed, few, many, inputs, directory, kcat, rsyslog),
                            workplace.warmUps(WARM_UPS),
                            workplace.rounds(ROUNDS))
                    .run());
            report.add(standing.bar(SourceBenchmark.LINES, SourceBenchmark.FILE_STREAM, 2.5));
            report.add(standing.bar(SourceBenchmark.LINES, SourceBenchmark.FILE_STREAM_LARGE, 2.5));
            report.add(standing.bar(SourceBenchmark.LINES, SourceBenchmark.READY_LINES, 0.9));
            report.add(standing.bar(SourceBenchmark.CHUNKS, SourceBenchmark.READY_CHUNKS, 0.9));
            String chunks = standing.contest().name() + ": " + SourceBenchmark.CHUNKS + " / ";
            report.add(
                    kcat.isPresent()
                            ? standing.bar(SourceBenchmark.CHUNKS, SourceBenchmark.KCAT, 0.95)
                            : Bar.notMeasured(chunks + SourceBenchmark.KCAT, 0.95, KCAT_PACKAGE));
            report.add(
                    rsyslog.isPresent()
                            ? standing.bar(SourceBenchmark.CHUNKS, RSYSLOG, 1.0)
                            : Bar.notMeasured(chunks + RSYSLOG, 1.0, Rsyslog.PACKAGES));
        }
        Workplace.remove(directory);
    }

    private static List<Contender> sources(
            SourceBed bed,
            TextLines few,
            TextLines many,
            SourceBenchmark.Inputs inputs,
            Path directory,
            Optional<Kcat> kcat,
            Optional<Rsyslog> rsyslog) {
        Map<String, String> chunks =
                SourceBenchmark.with(SourceBenchmark.EXACTLY_ONCE, SourceBenchmark.chunkSettings());
        List<Contender> contenders = new ArrayList<>(List.of(
                SourceBenchmark.contender(
                        SourceBenchmark.CHUNKS,
                        bed,
                        many,
                        () -> SourceBenchmark.sluice(inputs.of(many), SourceBenchmark.BYTES, chunks)),
                SourceBenchmark.contender(
                        SourceBenchmark.READY_CHUNKS,
                        bed,
                        many,
                        () -> SourceBenchmark.readyMade(many, SourceBenchmark.BYTES, SourceBenchmark.CHUNK)),
                ofFew(
                        many,
                        few,
                        SourceBenchmark.LINES,
                        bed,
                        () -> SourceBenchmark.sluice(
                                inputs.of(few), SourceBenchmark.STRINGS, SourceBenchmark.EXACTLY_ONCE)),
                ofFew(
                        many,
                        few,
                        SourceBenchmark.READY_LINES,
                        bed,
                        () -> SourceBenchmark.readyMade(few, SourceBenchmark.STRINGS, 0)),
                ofFew(many, few, SourceBenchmark.FILE_STREAM, bed, () -> SourceBenchmark.fileStream(few, 2_000)),
                ofFew(
                        many,
                        few,
                        SourceBenchmark.FILE_STREAM_LARGE,
                        bed,
                        () -> SourceBenchmark.fileStream(few, 10_000))));
        kcat.ifPresent(
                program -> contenders.add(SourceBenchmark.kcat(program, SourceBenchmark.KCAT, bed, many, "none")));
        rsyslog.ifPresent(program -> contenders.add(SourceBenchmark.asIfFor(
                many,
                few,
                new Contender(
                        RSYSLOG,
                        () -> bed.measure(
                                few, topic -> program.send(few.file(), directory, bed.bootstrapServers(), topic))))));
        return contenders;
    }

    private static Contender ofFew(
            TextLines many, TextLines few, String name, SourceBed bed, SourceBenchmark.ConfigMaker config) {
        return SourceBenchmark.asIfFor(many, few, SourceBenchmark.contender(name, bed, few, config));
    }
}
