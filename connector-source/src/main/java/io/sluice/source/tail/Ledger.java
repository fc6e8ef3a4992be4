package io.sluice.source.tail;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be stored although no record carries it: collected, and taken as markers that go before all that is read later.
 * Owned by the reader thread.
 */
final class Ledger<R> {

    private final RecordMaker<R> records;
    private List<R> markers = new ArrayList<>();

    Ledger(RecordMaker<R> records) {
        this.records = records;
    }

    void store(StateKey key, FileState state) {
        add(records.marker(key, state));
    }

    void forget(StateKey key) {
        add(records.marker(key, null));
    }

    void owner(String inode, String family) {
        add(records.marker(inode, family));
    }

    void members(String family, List<String> slots) {
        add(records.marker(family, slots));
    }

    private void add(R marker) {
        if (marker != null) {
            markers.add(marker);
        }
    }

    List<R> take() {
        List<R> taken = markers;
        markers = new ArrayList<>();
        return taken;
    }
}
