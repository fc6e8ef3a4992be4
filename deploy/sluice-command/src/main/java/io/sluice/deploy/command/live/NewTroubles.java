package io.sluice.deploy.command.live;

import io.sluice.deploy.page.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which troubles with files are later than the last that was told of their task. Used by one thread. */
final class NewTroubles {
    private final Map<String, FileTrouble> last = new HashMap<>();

    /** @param all that the tasks of a connector tell now, those of each the oldest first */
    List<Problem> since(String connector, List<FileTrouble> all) {
        List<Problem> problems = new ArrayList<>();
        for (FileTrouble trouble : all) {
            String task = connector + " " + trouble.task();
            FileTrouble before = last.get(task);
            if (before == null || trouble.isAfter(before)) {
                last.put(task, trouble);
                problems.add(Problem.ofFile(
                        trouble.at(),
                        (trouble.lost() ? "Content was lost before it was read: " : "It cannot be read: ")
                                + trouble.reason(),
                        trouble.path(),
                        trouble.position()));
            }
        }
        return problems;
    }
}
