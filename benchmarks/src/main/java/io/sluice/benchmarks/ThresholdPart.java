package io.sluice.benchmarks;

import io.sluice.io.read.ReadStrategy;
import java.util.List;

/** Where one strategy overtakes another: the measurement behind the default thresholds. No bars. */
final class ThresholdPart {

    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 9;
    private static final long RUN_BYTES = 1_000_000_000;
    private static final long DATA_BYTES = 200_000_000;

    private ThresholdPart() {}

    static void run(Workplace workplace, Report report) throws Exception {
        try (Readers readers = new Readers(workplace.directory())) {
            for (int kib :
                    workplace.quick() ? List.of(1024) : List.of(256, 512, 1024, 2048, 4096, 8192, 16384, 65536)) {
                long size = (long) kib << 10;
                DataSet data = DataSet.of(
                        workplace, "threshold, files of " + kib + " KiB", (int) Math.max(2, DATA_BYTES / size), size);
                int repetitions = workplace.quick() ? 1 : data.repetitions(RUN_BYTES, Long.MAX_VALUE);
                report.add(new Contest(
                                data.name(),
                                data.bytes() * (double) repetitions / 1e9,
                                "GB",
                                List.of(
                                        readers.strategy(ReadStrategy.BUFFERED, data, repetitions),
                                        readers.strategy(ReadStrategy.MAPPED, data, repetitions)),
                                workplace.warmUps(WARM_UPS),
                                workplace.rounds(ROUNDS))
                        .run());
                data.delete();
            }
            DataSet data = DataSet.of(workplace, "buffer sizes, files of 100 KiB", 1000, 100 << 10);
            buffers(workplace, report, readers, data);
            buffers(workplace, report, readers, DataSet.of(workplace, "buffer sizes, files of 16 MiB", 12, 16 << 20));
        }
    }

    private static void buffers(Workplace workplace, Report report, Readers readers, DataSet data) throws Exception {
        int repetitions = workplace.quick() ? 1 : data.repetitions(RUN_BYTES, Long.MAX_VALUE);
        report.add(new Contest(
                        data.name(),
                        data.bytes() * (double) repetitions / 1e9,
                        "GB",
                        List.of(64, 128, 256, 512, 1024).stream()
                                .map(kib -> readers.bufferSize(kib << 10, data, repetitions))
                                .toList(),
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
        data.delete();
    }
}
