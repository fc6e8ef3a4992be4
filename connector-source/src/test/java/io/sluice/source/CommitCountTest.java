package io.sluice.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitCountTest {

    @Test
    void withTransactionsWhatHasArrivedIsCommitted() {
        CommitCount count = new CommitCount(true);

        assertThat(count.isStored(count.moment())).isTrue();
    }

    @Test
    void withoutTransactionsItIsAfterThreeCommitsWithPollsBetween() {
        CommitCount count = new CommitCount(false);
        long moment = count.moment();
        for (int commit = 0; commit < 3; commit++) {
            assertThat(count.isStored(moment)).isFalse();
            count.polled();
            count.polled();
            count.committed();
        }
        assertThat(count.isStored(moment)).isTrue();
        assertThat(count.isStored(count.moment())).isFalse();
    }

    @Test
    void aCommitOfATaskThatDoesNotPollSaysNothing() {
        CommitCount count = new CommitCount(false);
        long moment = count.moment();
        for (int commit = 0; commit < 100; commit++) {
            count.committed();
        }
        count.polled();
        count.committed();

        assertThat(count.isStored(moment)).isFalse();
    }
}
