package io.sluice.source.tail;

import java.util.concurrent.atomic.AtomicLong;

/** How many records of one content are on their way. The reader adds, whoever learns of acknowledgements takes away. */
final class Outstanding {

    private final AtomicLong records = new AtomicLong();
    private final ByteBudget budget;

    Outstanding(ByteBudget budget) {
        this.budget = budget;
    }

    void sent() {
        records.incrementAndGet();
    }

    /** They were never handed out. Their room is the turn's. */
    void takenBack(int count) {
        records.addAndGet(-count);
    }

    void acknowledged(int charge) {
        records.decrementAndGet();
        budget.giveBack(charge);
    }

    boolean isNone() {
        return records.get() == 0;
    }
}
