package io.sluice.sink.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A lane on pools whose threads are the test's. */
class LaneTest {
    private static final Executor ENDED = task -> {
        throw new RejectedExecutionException("ended");
    };

    private final List<Integer> done = new ArrayList<>();
    private final Queue<Runnable> rows = new ArrayDeque<>();
    private final Queue<Runnable> store = new ArrayDeque<>();

    @Test
    void allThatWaitsIsDoneInOrderAlthoughThePoolsHaveEnded() {
        boolean[] open = {true};
        Executor ending = task -> {
            if (!open[0]) {
                throw new RejectedExecutionException("ended");
            }
            rows.add(task);
        };
        Lane lane = new Lane(ending, ENDED);
        for (int i = 0; i < 100; i++) {
            int number = i;
            Runnable task = () -> done.add(number);
            if (i % 7 == 3) {
                lane.executeInStore(task);
            } else {
                lane.execute(task);
            }
        }
        open[0] = false;
        assertThat(done).isEmpty();

        rows.remove().run();

        assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
        lane.execute(() -> done.add(100));
        assertThat(done).hasSize(101);
    }

    @Test
    void aTaskThatBreaksKeepsNoneBehindIt() {
        Lane lane = new Lane(rows::add, store::add);
        lane.execute(() -> {
            throw new IllegalStateException("broken by the test");
        });
        lane.execute(() -> done.add(1));

        rows.remove().run();

        assertThat(done).containsExactly(1);
        assertThat(rows).isEmpty();
    }

    @Test
    void whatWaitsForTheStoreHasNoThreadOfTheRowsAndIsWaitedForByWhatFollows() {
        Lane lane = new Lane(rows::add, store::add);
        lane.execute(() -> done.add(1));
        lane.executeInStore(() -> done.add(2));
        lane.execute(() -> done.add(3));

        rows.remove().run();
        assertThat(done).containsExactly(1);
        assertThat(rows).isEmpty();

        store.remove().run();
        assertThat(done).containsExactly(1, 2);

        rows.remove().run();
        assertThat(done).containsExactly(1, 2, 3);
        assertThat(store).isEmpty();
    }

    @Test
    void othersHaveATurnBetweenMany() {
        Lane lane = new Lane(rows::add, store::add);
        for (int i = 0; i < 20; i++) {
            int number = i;
            lane.execute(() -> done.add(number));
        }

        rows.remove().run();

        assertThat(done).hasSizeLessThan(20);
        assertThat(rows).hasSize(1);
        rows.remove().run();
        assertThat(done).hasSize(20);
    }
}
