package io.sluice.benchmarks;

import io.sluice.io.read.ReadSettings;
import java.util.List;

/**
 * AUTO against aiofiles, with the same job: the same files to their end in the same chunk size, counting bytes. AUTO may not
 * map here, as mapping without looking at the bytes would be no reading at all. With them looked at, and mapped, it competes
 * too, without a bar: that is more than aiofiles does.
 */
final class AiofilesPart {

    private static final String AUTO_READS = "AUTO without mapping";
    private static final String AUTO_SUMS = "AUTO, adding up all bytes";
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 11;

    private AiofilesPart() {}

    static void run(Workplace workplace, Report report) throws Exception {
        int chunk = ReadSettings.defaults().chunkSize();
        try (Readers readers = new Readers(workplace.directory())) {
            for (Case one : List.of(new Case(1000, 100 << 10, 8.0, 5), new Case(20, 10 << 20, 5.0, 3))) {
                DataSet data = DataSet.of(workplace, "aiofiles " + one.name(), one.files(), one.size());
                try (Aiofiles aiofiles = Aiofiles.start(workplace.directory(), data.files(), chunk)) {
                    contest(workplace, report, readers, data, one, aiofiles);
                } catch (Aiofiles.MissingException e) {
                    report.add(Bar.notMeasured(
                            one.name() + ": " + AUTO_READS + " / aiofiles", one.goal(), e.getMessage()));
                }
                data.delete();
            }
        }
    }

    private static void contest(
            Workplace workplace, Report report, Readers readers, DataSet data, Case one, Aiofiles aiofiles)
            throws Exception {
        report.version("aiofiles", aiofiles.version());
        String best = aiofiles.chooseSettings(workplace.quick());
        report.setting("aiofiles, " + one.name(), best);
        int repetitions = workplace.quick() ? 1 : one.repetitions();
        Standing standing = report.add(new Contest(
                        one.name() + " to the end",
                        data.bytes() * (double) repetitions / 1e9,
                        "GB",
                        List.of(
                                readers.countBytes(AUTO_READS, data, repetitions),
                                readers.countAndSumBytes(AUTO_SUMS, data, repetitions),
                                new Contender("aiofiles", () -> aiofiles.run(repetitions))),
                        workplace.warmUps(WARM_UPS),
                        workplace.rounds(ROUNDS))
                .run());
        report.add(standing.bar(AUTO_READS, "aiofiles", one.goal()));
    }

    private record Case(int files, int size, double goal, int repetitions) {
        String name() {
            return files + " x " + (size >= 1 << 20 ? (size >> 20) + " MB" : (size >> 10) + " KB");
        }
    }
}
