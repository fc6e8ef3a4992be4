package io.sluice.source;

import java.util.List;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * Where the transactions end, and which of the records handed out last have not arrived yet. Owned by Connect's task thread,
 * but for {@link #arrived}, which the producer's thread calls where there are no transactions.
 *
 * <p>One poll is one transaction: it is asked to be committed with each poll that hands records out, so none is ever open
 * between two polls, also while the connector is paused. Records that only carry state come alone, and their transaction is
 * aborted, which keeps them from everybody and stores their offsets.
 *
 * <p><b>What Connect does not tell.</b> It calls {@code commitRecord} after the commit for every record it sent or dropped,
 * with exceptions: for none of a transaction in which a transform dropped every record (they are told with the next one that
 * has content, if any), and not for aborted ones that were never sent. Their room would be lost, and with it, after enough
 * of them, all of it. So before anything else is handed out, what is still open is asked to be committed once more, with an
 * empty poll; once that returns, all earlier records were dealt with. Where somebody else than the connector ends the
 * transactions, {@link #committed} on the task's own thread says the same.
 */
final class Delivery {

    private final TransactionContext transactions;
    private final boolean storesMarkers;
    private List<FileRecord> last = List.of();
    private boolean asked;
    private boolean markers;
    private volatile Thread polling;
    private boolean committedSincePoll;

    /**
     * @param transactions null where the connector does not end them
     * @param storesMarkers whether records that only carry state may arrive, in a topic of their own
     */
    Delivery(TransactionContext transactions, boolean storesMarkers) {
        this.transactions = transactions;
        this.storesMarkers = storesMarkers;
    }

    /**
     * Begins a poll.
     *
     * @return whether records may be handed out; if not, an empty list is to be returned, so that what is open is committed
     */
    boolean begin() {
        polling = Thread.currentThread();
        boolean committed = committedSincePoll;
        committedSincePoll = false;
        if (last.isEmpty()) {
            return true;
        }
        boolean open = last.stream().anyMatch(record -> !record.isSettled());
        if (!open) {
            forget();
            return true;
        }
        if (markers) {
            // Aborted, and their offsets stored, when the last of them was dispatched.
            settleLast();
            return true;
        }
        if (transactions == null) {
            if (committed) {
                settleLast();
            }
            return true;
        }
        if (asked) {
            settleLast();
            return true;
        }
        asked = true;
        transactions.commitTransaction();
        return false;
    }

    /** Hands out records that are there for somebody, at least one. */
    List<FileRecord> hand(List<FileRecord> records) {
        last = records;
        asked = false;
        markers = false;
        if (transactions != null) {
            transactions.commitTransaction();
        }
        return records;
    }

    /**
     * Hands out records, at least one, of which only the offsets are to be stored. Where the connector does not end
     * transactions, they must arrive to be stored; where they may not, they are left out, and less is known after a restart.
     */
    List<FileRecord> handMarkers(List<FileRecord> records) {
        if (transactions == null) {
            return storesMarkers ? hand(records) : List.of();
        }
        last = records;
        asked = false;
        markers = true;
        // At the last record rather than at the end of the batch: a request for the batch would be used up by a pause
        // in the
        // middle of it, and the rest of the markers then be committed.
        transactions.abortTransaction(records.get(records.size() - 1));
        return records;
    }

    /** Connect is done with a record. Returns whether that was new. */
    boolean arrived(FileRecord record) {
        return record.settle();
    }

    /**
     * Connect has committed. On the task's thread, it does so when all that was handed out is with the broker; on the other
     * one, which commits offsets now and then where there are no transactions, that says nothing.
     */
    void committed() {
        if (Thread.currentThread() == polling) {
            committedSincePoll = true;
        }
    }

    private void settleLast() {
        last.forEach(FileRecord::settle);
        forget();
    }

    private void forget() {
        last = List.of();
        asked = false;
        markers = false;
    }
}
