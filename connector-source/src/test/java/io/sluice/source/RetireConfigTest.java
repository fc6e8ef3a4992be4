package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What may not be done with files that were read is said before any is touched, with the key and the remedy. */
class RetireConfigTest {

    private static final Map<String, String> GOOD = Map.of(
            "name", "in",
            "roots", "in=/data/in",
            "topic", "in",
            "mode", "complete",
            "exactly.once.support", "required",
            "transaction.boundary", "connector",
            "after", "move",
            "after.directory", "/data/in/.done");

    private static List<String> problems(String... changes) {
        Map<String, String> config = new HashMap<>(GOOD);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                config.remove(changes[i]);
            } else {
                config.put(changes[i], changes[i + 1]);
            }
        }
        return new FileSourceConnector()
                .validate(config).configValues().stream()
                        .flatMap(value -> value.errorMessages().stream())
                        .toList();
    }

    private static void assertProblem(List<String> problems, String key, String... words) {
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0)).startsWith(key + ": ").contains(words);
    }

    @Test
    void aHiddenDirectoryOneThatIsExcludedAndOneOutsideAreFine() {
        assertThat(problems()).isEmpty();
        assertThat(problems("after.directory", "/data/in/done", "exclude", "done/**"))
                .isEmpty();
        assertThat(problems("after.directory", "/data/in/done", "recursive", "false"))
                .isEmpty();
        assertThat(problems("after.directory", "/data/out/x", "after.roots", "/data/out"))
                .isEmpty();
    }

    @Test
    void aDirectoryInWhichFilesWouldBeFoundAgainIsRefused() {
        assertProblem(problems("after.directory", "/data/in/done"), "after.directory", "exclude=done/**");
        assertProblem(problems("after.directory", "/data/in/x/../done"), "after.directory", "exclude=done/**");
        assertProblem(
                problems("after.directory", "/data", "after.roots", "/data"), "after.directory", "holds the root 'in'");
        assertProblem(problems("after.directory", "/data/in"), "after.directory", "holds the root");
        assertProblem(
                problems("after.directory", "/data/in/.done", "hidden", "true"), "after.directory", "exclude=.done/**");
    }

    @Test
    void aDirectoryOutsideOfAllRootsIsRefused() {
        assertProblem(problems("after.directory", "/data/out"), "after.directory", "after.roots");
        assertProblem(
                problems("after.directory", "/data/outside", "after.roots", "/data/out"),
                "after.directory",
                "after.roots");
        assertProblem(problems("after.directory", "done"), "after.directory", "not absolute");
    }

    @Test
    void aDirectoryIsThereExactlyIfItIsNeeded() {
        assertProblem(problems("after.directory", null), "after.directory", "name the directory");
        assertProblem(problems("after", "delete"), "after.directory", "leave it out");
        assertThat(problems("after", "delete", "after.directory", null)).isEmpty();
        assertThat(problems("after", "archive")).isEmpty();
    }

    @Test
    void filesThatGrowForEverAreNotTakenAway() {
        assertProblem(problems("mode", "tail"), "after", "mode=complete");
    }

    @Test
    void withoutExactlyOnceItMustBeStoredElsewhereThatAFileHasGone() {
        assertProblem(problems("exactly.once.support", null, "transaction.boundary", null), "after", "set state.topic");
        assertThat(problems("exactly.once.support", null, "transaction.boundary", null, "state.topic", "states"))
                .isEmpty();
    }
}
