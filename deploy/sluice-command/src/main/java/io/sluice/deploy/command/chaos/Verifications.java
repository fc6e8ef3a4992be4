package io.sluice.deploy.command.chaos;

import io.sluice.io.flow.RetrySettings;
import io.sluice.io.vfs.LocalVfs;
import io.sluice.sink.store.operations.Problem;
import io.sluice.sink.store.operations.Verification;
import io.sluice.sink.store.operations.VerificationReport;
import io.sluice.sink.store.targets.LocalTarget;
import io.sluice.sink.store.targets.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dataset verify} over all tables of a run. Used by one thread. */
final class Verifications {
    private static final int MOST_PROBLEMS = 10;

    private Verifications() {}

    static List<Findings.Verified> of(ChaosDirectory directory, S3Store s3) throws IOException {
        List<Findings.Verified> all = new ArrayList<>();
        for (String table : List.of(ChaosPipeline.TRADES, ChaosPipeline.S1, ChaosPipeline.M1)) {
            Path place = directory.lake().resolve(table);
            try (LocalVfs vfs = LocalVfs.rootedAt(place);
                    Target target = new LocalTarget(vfs, place.toRealPath(), Runnable::run, RetrySettings.DEFAULT)) {
                all.add(verified(table, target));
            }
        }
        try (LocalVfs vfs = LocalVfs.rootedAt(directory.scratch());
                Target target = s3.target(ChaosPipeline.TRADES, vfs, directory.scratch())) {
            all.add(verified(ChaosPipeline.TRADES + " in S3", target));
        }
        return all;
    }

    private static Findings.Verified verified(String table, Target target) throws IOException {
        VerificationReport report = new Verification(target).run();
        List<String> problems = new ArrayList<>();
        for (Problem problem : report.problems()) {
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem.kind() + " " + problem.where() + ": " + problem.what());
            }
        }
        return new Findings.Verified(
                table,
                report.isSound(),
                report.files(),
                report.rows(),
                report.gaps().size(),
                report.unpublished().size(),
                problems);
    }
}
