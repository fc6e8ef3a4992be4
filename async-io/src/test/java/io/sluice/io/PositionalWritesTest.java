package io.sluice.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PositionalWritesTest {

    private final PositionalWrites writes = new PositionalWrites();

    @Test
    void whatBeganBeforeIsWaitedForAndWhatBeginsLaterIsNot() {
        Runnable first = writes.begin();
        Runnable second = writes.begin();
        CompletableFuture<Void> both = writes.underWay();
        Runnable later = writes.begin();

        second.run();
        assertThat(both).isNotDone();
        first.run();

        assertThat(both).isCompleted();
        assertThat(writes.underWay()).isNotDone();
        later.run();
        assertThat(writes.underWay()).isCompleted();
    }

    @Test
    void nothingIsKeptOfWhatIsOver() {
        for (int i = 0; i < 1000; i++) {
            writes.begin().run();
        }

        assertThat(writes.count()).isZero();
    }
}
