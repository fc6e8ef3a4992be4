package io.sluice.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the three processes spend their time at a rate, as their flight recorders see it. Stateless. */
final class PipelineProfile {

    private static final String NAME = "benchmark";

    private PipelineProfile() {}

    static void run(PipelineRun run, double rate, Duration time, Path directory, Report report)
            throws IOException, InterruptedException {
        Workplace.say("  profiling");
        var unusedSettled = run.hold(rate, Duration.ofSeconds(5));
        Map<String, Path> recordings = new LinkedHashMap<>();
        for (String process : CpuTimes.ORDER) {
            recordings.put(process, directory.resolve(process + ".jfr"));
            var unusedStarted = run.bed()
                    .processes()
                    .get(process)
                    .command(
                            "jfrStart",
                            "name=" + NAME,
                            "settings=profile",
                            "jdk.ExecutionSample#period=10ms",
                            "jdk.NativeMethodSample#period=10ms");
        }
        var unusedHeld = run.hold(rate, time);
        for (Map.Entry<String, Path> recording : recordings.entrySet()) {
            var unusedStopped = run.bed()
                    .processes()
                    .get(recording.getKey())
                    .command("jfrStop", "name=" + NAME, "filename=" + recording.getValue());
        }
        run.drain();
        for (Map.Entry<String, Path> recording : recordings.entrySet()) {
            CostCenters.of(recording.getValue()).report(recording.getKey(), report);
        }
        report.note(
                "Profiles: samples every 10 ms, of a run of their own. A sample in native code counts unless the code waits.");
    }
}
