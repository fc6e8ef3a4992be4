package io.sluice.source.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger wakes = new AtomicInteger();
    private final ReadyQueue<String> ready = new ReadyQueue<>(100, wakes::incrementAndGet);

    @Test
    void thereIsRoomUntilEnoughStandsInItAndAgainOnceItWasTaken() throws InterruptedException {
        add("one", 60);
        assertThat(ready.hasRoom()).isTrue();
        add("two", 60);
        assertThat(ready.hasRoom()).isFalse();

        assertThat(ready.take(100, LONG, LONG)).hasSize(1);

        assertThat(ready.hasRoom()).isTrue();
        assertThat(wakes).as("the reader waits, and is told").hasValue(1);
    }

    @Test
    void theReaderIsNotWokenForRoomThatItHadBefore() throws InterruptedException {
        add("one", 60);

        assertThat(ready.take(60, LONG, LONG)).hasSize(1);

        assertThat(wakes).hasValue(0);
    }

    @Test
    void whatIsEnoughIsWhatATransactionLingersFor() throws InterruptedException {
        add("one", 60);
        add("two", 60);

        // Would wait for a minute if the reader had stopped before the transaction was full.
        assertThat(ready.take(100, LONG, LONG)).hasSize(1);
    }

    @Test
    void roomInTheBudgetIsToldOnceAndOnlyWhenWhatWasAskedForFits() {
        ByteBudget budget = new ByteBudget(100, wakes::incrementAndGet);
        assertThat(budget.take(90)).isTrue();
        assertThat(budget.take(50)).isFalse();

        budget.giveBack(30);
        assertThat(wakes).as("40 of 50").hasValue(0);
        budget.giveBack(30);
        assertThat(wakes).as("70 of 50").hasValue(1);
        budget.giveBack(30);
        assertThat(wakes).as("nobody waits any more").hasValue(1);
        assertThat(budget.take(100)).isTrue();
    }

    private void add(String record, long charge) {
        ready.add(new ReadyBatch<>(List.of(record), charge, false));
    }
}
