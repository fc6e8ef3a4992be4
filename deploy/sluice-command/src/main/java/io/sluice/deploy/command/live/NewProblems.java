package io.sluice.deploy.command.live;

import io.sluice.deploy.page.PipelineState.Failure;
import io.sluice.deploy.page.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Notices what has failed since the last look, and tells it once. Used by one thread. */
final class NewProblems {
    private final Plan plan;
    private final Map<String, Failure> failures = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();
    private final NewTroubles troubles = new NewTroubles();

    NewProblems(Plan plan) {
        this.plan = plan;
    }

    List<Problem> since(Sight sight) {
        List<Problem> problems = new ArrayList<>();
        sight.connectors().forEach((name, seen) -> {
            Failure before = seen.failure() == null ? failures.remove(name) : failures.put(name, seen.failure());
            if (seen.failure() != null && !seen.failure().equals(before)) {
                problems.add(Problem.of(
                        sight.at(),
                        "failed-task",
                        seen.failure().task() + ": " + seen.failure().cause()
                                + (seen.failure().remedy().isEmpty()
                                        ? ""
                                        : ". " + seen.failure().remedy())));
            }
        });
        plan.pipeline().inputs().forEach(input -> {
            String source = plan.source(input).name();
            problems.addAll(troubles.since(source, sight.told().troubles().getOrDefault(source, List.of())));
        });
        Long replaced = sight.app().count("replaced_threads");
        if (hasGrown("threads", replaced)) {
            problems.add(Problem.of(
                    sight.at(), "error", "A thread of the application failed and was replaced; its log says why"));
        }
        return problems;
    }

    /** What nobody knows has not grown; nor what is seen for the first time, unless it is something at all. */
    private boolean hasGrown(String what, Long now) {
        if (now == null) {
            return false;
        }
        Long before = counts.put(what, now);
        return now > (before == null ? 0 : before);
    }
}
