package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file source in a real worker, against what Connect lets any source reach and against what people run today. */
final class SourceBenchmark implements Benchmark {

    static final int CHUNK = 262_144;
    /** The file source's own default for a poll, which is a transaction. */
    private static final int POLL = 4_194_304;

    private static final int WARM_UPS = 2;
    /** A chunk is a record, so there are few of them, and it takes long until the virtual machine has compiled their way. */
    private static final int WARM_UPS_OF_CHUNKS = 5;

    private static final int ROUNDS = 5;

    static final String LINES = "Sluice, lines";
    private static final String LINES_ONCE_OR_MORE = "Sluice, lines, without exactly-once";
    static final String READY_LINES = "ready-made lines";
    static final String FILE_STREAM = "FileStreamSource";
    static final String FILE_STREAM_LARGE = "FileStreamSource, batch.size=10000";
    static final String CHUNKS = "Sluice, line chunks";
    static final String READY_CHUNKS = "ready-made chunks";
    static final String KCAT = "kcat -P -l";

    static final Map<String, String> STRINGS = converters("org.apache.kafka.connect.storage.StringConverter");
    static final Map<String, String> BYTES = converters("org.apache.kafka.connect.converters.ByteArrayConverter");

    static final Map<String, String> EXACTLY_ONCE =
            Map.of("exactly.once.support", "required", "transaction.boundary", "connector");

    @Override
    public String name() {
        return "source";
    }

    private static Map<String, String> converters(String value) {
        return Map.of("key.converter", "org.apache.kafka.connect.storage.StringConverter", "value.converter", value);
    }

    @Override
    public void run(Workplace workplace, Report report) throws Exception {
        TextLines few = TextLines.trades(workplace.directory("few"), workplace.quick() ? 1 : 2);
        TextLines many = TextLines.trades(workplace.directory("many"), workplace.quick() ? 2 : 10);
        report.setting("line", few.firstLine());
        report.setting("chunkBytes", CHUNK);
        report.setting("transactionBytes", POLL);
        report.setting("topics", "1 partition, 1 broker, no compression unless named");
        report.setting("time", "from the broker's first append to its last; a consumer then counts lines and bytes");
        report.setting(
                "FileStreamSource", "as documented, batch.size=2000, and with larger transactions, batch.size=10000");
        Optional<Kcat> kcat = Kcat.find();
        report.version("kcat", kcat.map(Kcat::version).orElse("missing: apt-get install kcat"));
        try (SourceBed once = SourceBed.start(workplace.directory("once"), 1024, Map.of(), List.of());
                SourceBed plain = SourceBed.start(
                        workplace.directory("plain"),
                        1024,
                        Map.of("exactly.once.source.support", "disabled"),
                        List.of())) {
            Inputs inputs = new Inputs(workplace.directory("inputs"));
            lines(workplace, report, few, once, plain, inputs);
            chunks(workplace, report, few, many, once, kcat, inputs);
            compressed(workplace, report, many, once, kcat, inputs);
        }
        SourceMemory.run(workplace, report);
        SourceIdle.run(workplace, report);
    }

    /** Directories for one job each. */
    static final class Inputs {
        private final Path directory;
        private int next;

        Inputs(Path directory) {
            this.directory = directory;
        }

        Path of(TextLines lines) throws IOException {
            return lines.linkedInto(directory.resolve("input-" + next++));
        }
    }

    static Map<String, String> sluice(Path input, Map<String, String> converters, Map<String, String> more) {
        Map<String, String> config = new HashMap<>(converters);
        config.putAll(Map.of(
                "connector.class",
                "io.sluice.source.FileSourceConnector",
                "tasks.max",
                "1",
                "roots",
                "in=" + input,
                "mode",
                "complete",
                "stable.ms",
                "1",
                "key",
                "none"));
        config.putAll(more);
        return config;
    }

    static Map<String, String> with(Map<String, String> one, Map<String, String> other) {
        Map<String, String> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    static Map<String, String> readyMade(TextLines lines, Map<String, String> converters, int recordBytes) {
        return with(
                converters,
                Map.of(
                        "connector.class",
                        "io.sluice.benchmarks.readymade.ReadyMadeConnector",
                        "tasks.max",
                        "1",
                        "file",
                        lines.block().toString(),
                        "times",
                        Integer.toString(lines.times()),
                        "record.bytes",
                        Integer.toString(recordBytes),
                        "poll.bytes",
                        Integer.toString(POLL)));
    }

    static Map<String, String> fileStream(TextLines lines, int batch) {
        return with(
                STRINGS,
                Map.of(
                        "connector.class",
                        "org.apache.kafka.connect.file.FileStreamSourceConnector",
                        "tasks.max",
                        "1",
                        "file",
                        lines.file().toString(),
                        "batch.size",
                        Integer.toString(batch)));
    }

    static Contender contender(String name, SourceBed bed, TextLines lines, ConfigMaker config) {
        return new Contender(name, () -> bed.measure(lines, bed.connector(config.make())));
    }

    /** A fresh input for each run. */
    interface ConfigMaker {
        Map<String, String> make() throws Exception;
    }

    private static void lines(
            Workplace workplace, Report report, TextLines lines, SourceBed once, SourceBed plain, Inputs inputs)
            throws Exception {
        Standing standing = report.add(new Contest(
                        "lines",
                        lines.lines() / 1e6,
                        "M lines",
                        List.of(
                                contender(LINES, once, lines, () -> sluice(inputs.of(lines), STRINGS, EXACTLY_ONCE)),
                                contender(READY_LINES, once, lines, () -> readyMade(lines, STRINGS, 0)),
                                contender(FILE_STREAM, once, lines, () -> fileStream(lines, 2000)),
                                contender(FILE_STREAM_LARGE, once, lines, () -> fileStream(lines, 10_000)),
                                contender(
                                        LINES_ONCE_OR_MORE,
                                        plain,
                                        lines,
                                        () -> sluice(inputs.of(lines), STRINGS, Map.of()))),
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
        report.add(standing.bar(LINES, READY_LINES, 0.90));
        report.add(standing.bar(LINES, FILE_STREAM, 2.5));
        report.add(standing.bar(LINES, FILE_STREAM_LARGE, 2.5));
        report.add(standing.bar(LINES, LINES_ONCE_OR_MORE, 0.85));
    }

    private static void chunks(
            Workplace workplace,
            Report report,
            TextLines few,
            TextLines lines,
            SourceBed once,
            Optional<Kcat> kcat,
            Inputs inputs)
            throws Exception {
        Map<String, String> chunks = with(EXACTLY_ONCE, chunkSettings());
        List<Contender> contenders = new ArrayList<>(List.of(
                contender(CHUNKS, once, lines, () -> sluice(inputs.of(lines), BYTES, chunks)),
                contender(READY_CHUNKS, once, lines, () -> readyMade(lines, BYTES, CHUNK)),
                asIfFor(lines, few, contender(LINES, once, few, () -> sluice(inputs.of(few), STRINGS, EXACTLY_ONCE)))));
        kcat.ifPresent(program -> contenders.add(kcat(program, KCAT, once, lines, "none")));
        Standing standing = report.add(new Contest(
                        "line chunks",
                        lines.lines() / 1e6,
                        "M lines",
                        contenders,
                        workplace.warmUps(WARM_UPS_OF_CHUNKS),
                        workplace.rounds(ROUNDS))
                .run());
        report.add(standing.bar(CHUNKS, READY_CHUNKS, 0.90));
        report.add(standing.bar(CHUNKS, LINES, 2.2));
        report.add(
                kcat.isPresent()
                        ? standing.bar(CHUNKS, KCAT, 0.95)
                        : Bar.notMeasured("line chunks: " + CHUNKS + " / " + KCAT, 0.95, "apt-get install kcat"));
    }

    /** A slow contender does a part of the job, and its time is that for all of it. */
    static Contender asIfFor(TextLines all, TextLines part, Contender contender) {
        return new Contender(contender.name(), () -> {
            Contender.Outcome outcome = contender.job().run();
            return new Contender.Outcome(outcome.seconds() * all.lines() / part.lines(), outcome.result());
        });
    }

    static Map<String, String> chunkSettings() {
        return Map.of(
                "framing",
                "line-chunks",
                "chunk.bytes",
                Integer.toString(CHUNK),
                "value",
                "bytes",
                // A file's chunks belong together.
                "key",
                "file-id");
    }

    static Contender kcat(Kcat program, String name, SourceBed bed, TextLines lines, String compression) {
        return new Contender(
                name,
                () -> bed.measure(lines, topic -> {
                    program.send(lines.file(), bed.bootstrapServers(), topic, compression);
                    return () -> {};
                }));
    }

    private static void compressed(
            Workplace workplace, Report report, TextLines lines, SourceBed once, Optional<Kcat> kcat, Inputs inputs)
            throws Exception {
        if (kcat.isEmpty()) {
            report.add(Bar.notMeasured("line chunks with lz4 / kcat with lz4", 1.0, "apt-get install kcat"));
            return;
        }
        List<Contender> contenders = new ArrayList<>();
        for (String compression : List.of("lz4", "zstd")) {
            Map<String, String> chunks = with(
                    with(EXACTLY_ONCE, chunkSettings()), Map.of("producer.override.compression.type", compression));
            contenders.add(
                    contender(CHUNKS + ", " + compression, once, lines, () -> sluice(inputs.of(lines), BYTES, chunks)));
            contenders.add(kcat(kcat.get(), KCAT + " -z " + compression, once, lines, compression));
        }
        Standing standing = report.add(new Contest(
                        "compressed line chunks",
                        lines.lines() / 1e6,
                        "M lines",
                        contenders,
                        workplace.warmUps(1),
                        workplace.rounds(ROUNDS))
                .run());
        for (String compression : List.of("lz4", "zstd")) {
            report.add(standing.bar(CHUNKS + ", " + compression, KCAT + " -z " + compression, 1.0));
        }
    }
}
