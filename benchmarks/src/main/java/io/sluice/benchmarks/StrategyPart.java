package io.sluice.benchmarks;

import io.sluice.io.read.ReadSettings;
import io.sluice.io.read.ReadStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** AUTO against each single strategy and against a loop written by hand, from 4 KB to 1 GB. */
final class StrategyPart {

    private static final double NEAR_THE_BEST = 0.95;
    private static final double NEAR_THE_LIMIT = 0.90;
    private static final int WARM_UPS = 4;
    private static final int ROUNDS = 15;

    /** One run is over after this much, so about half a second. */
    private static final long RUN_BYTES = 2_000_000_000;

    private static final int RUN_FILES = 60_000;

    /** A data set: how many files of what size, and whether the loop by hand competes. */
    private record Case(String name, int files, long size, boolean handWritten) {}

    private StrategyPart() {}

    static void run(Workplace workplace, Report report) throws Exception {
        ReadSettings settings = ReadSettings.defaults();
        report.setting("threads", Readers.THREADS);
        report.setting("bufferSize", settings.bufferSize());
        report.setting("mapFrom", settings.mapFrom());
        report.setting("mapWindow", settings.mapWindow());
        report.setting(
                "job", "the sum of all longs of all files, read by as many threads as cores, from the page cache");
        List<Case> cases = List.of(
                new Case("2000 x 4 KB", 2000, 4 << 10, false),
                new Case("1000 x 100 KB", 1000, 100 << 10, true),
                new Case("200 x 1 MB", 200, 1 << 20, false),
                new Case("20 x 10 MB", 20, 10 << 20, true),
                new Case("4 x 100 MB", 4, 100 << 20, false),
                new Case("1 x 1 GB", 1, 1 << 30, true));
        try (Readers readers = new Readers(workplace.directory())) {
            for (Case one : cases) {
                contest(workplace, report, readers, DataSet.of(workplace, one.name(), one.files(), one.size()), one);
            }
            String mixed = "mixed tree of 10000 files";
            contest(
                    workplace,
                    report,
                    readers,
                    DataSet.mixed(workplace, mixed, workplace.quick() ? 1000 : 10_000),
                    new Case(mixed, 0, 0, true));
        }
    }

    private static void contest(Workplace workplace, Report report, Readers readers, DataSet data, Case one)
            throws Exception {
        int repetitions = workplace.quick() ? 1 : data.repetitions(RUN_BYTES, RUN_FILES);
        List<Contender> contenders = new ArrayList<>();
        for (ReadStrategy strategy : ReadStrategy.values()) {
            contenders.add(readers.strategy(strategy, data, repetitions));
        }
        if (one.handWritten()) {
            contenders.add(readers.handWritten(data, repetitions));
        }
        Standing standing = report.add(new Contest(
                        one.name(),
                        data.bytes() * (double) repetitions / 1e9,
                        "GB",
                        contenders,
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
        List<String> single = Arrays.stream(ReadStrategy.values())
                .filter(strategy -> strategy != ReadStrategy.AUTO)
                .map(Enum::name)
                .toList();
        report.add(standing.bar(Readers.AUTO, standing.fastest(single), NEAR_THE_BEST));
        if (one.size() > 0 && one.handWritten()) {
            report.add(standing.bar(Readers.AUTO, Readers.HAND_WRITTEN, NEAR_THE_LIMIT));
        }
        data.delete();
    }
}
