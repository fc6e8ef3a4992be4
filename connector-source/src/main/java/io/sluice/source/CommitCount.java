package io.sluice.source;

import io.sluice.source.retire.StoredMoments;

/**
 * Tells when what Connect is done with is committed, together with the positions that it carries. Connect's threads count, the
 * reader's thread asks.
 *
 * <p><b>With transactions</b> it is at once: Connect writes the offsets into the transaction of the records, and calls {@code
 * commitRecord} for none of them before that is committed. (What {@link Delivery} settles itself was in a transaction that was committed
 * by an earlier poll.)
 *
 * <p><b>Without them</b>, {@code commitRecord} comes with the broker's acknowledgement, and the offsets follow now and then, each
 * time with a call of {@code commit} if it succeeded. Such a commit takes those offsets that the task's thread has collected, which it
 * does before each poll; it may have begun before the moment that is asked about. So only a commit counts before which, since the
 * last one that counted, two polls began: the first after the moment may have begun too early and its polls been before; the
 * second may have taken what was collected before its polls; the third has it all.
 */
final class CommitCount implements StoredMoments {

    private static final long POLLS_BETWEEN = 2;
    private static final long COMMITS_UNTIL_STORED = 3;

    private final boolean transactions;

    // Both counted under the lock of this.
    private long polls;
    private long commits;

    CommitCount(boolean transactions) {
        this.transactions = transactions;
    }

    synchronized void polled() {
        polls++;
    }

    synchronized void committed() {
        if (polls >= POLLS_BETWEEN) {
            polls = 0;
            commits++;
        }
    }

    @Override
    public synchronized long moment() {
        return commits;
    }

    @Override
    public synchronized boolean isStored(long moment) {
        return transactions || commits - moment >= COMMITS_UNTIL_STORED;
    }
}
