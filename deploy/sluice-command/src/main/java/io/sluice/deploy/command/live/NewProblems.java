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
            grown(
                    sight,
                    source,
                    "files-failing",
                    "failed-file",
                    " file(s) of input " + input.name() + " cannot be read now; the worker's log says which, and why",
                    problems);
            grown(
                    sight,
                    source,
                    "losses",
                    "failed-file",
                    " file(s) of input " + input.name()
                            + " lost content before it was read; the worker's log says which",
                    problems);
        });
        Long replaced = sight.app().count("replaced_threads");
        if (hasGrown("threads", replaced)) {
            problems.add(Problem.of(
                    sight.at(), "error", "A thread of the application failed and was replaced; its log says why"));
        }
        return problems;
    }

    private void grown(Sight sight, String connector, String number, String kind, String text, List<Problem> problems) {
        Long now = sight.number(connector, number);
        if (hasGrown(connector + " " + number, now)) {
            problems.add(Problem.of(sight.at(), kind, now + text));
        }
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
