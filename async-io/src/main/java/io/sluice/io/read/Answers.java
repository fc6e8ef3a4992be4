package io.sluice.io.read;

import io.sluice.io.flow.Resilience;

/**
 * The files that one lane read without asking the breaker, which is told of them now and then: in time to judge the failures
 * among them. Used by the thread that has the lane.
 */
final class Answers {

    private final Resilience resilience;
    private int untold;

    Answers(Resilience resilience) {
        this.resilience = resilience;
    }

    void add() {
        untold++;
    }

    void tell() {
        resilience.answered(untold);
        untold = 0;
    }
}
