package io.sluice.source.tail;

/**
 * A content that was read and is not at its place any more: its file was cut, or is gone. Another file of the family may hold
 * it now: a copy, or a compressed one.
 *
 * @param view what its state is stored under, and what its file was
 * @param state how far it was read
 * @param knownBytes how much there was of it, as far as was seen
 * @param since by the clock for spans
 */
record Orphan(FileView view, FileState state, long knownBytes, long since) {

    StateKey key() {
        return view.key();
    }

    /** Under its id, as another content of the family has its inode. */
    Orphan withoutInode() {
        StateKey key = new StateKey(view.key().family(), state.id());
        return new Orphan(view.storedAs(key), state, knownBytes, since);
    }

    Orphan later(long nanos) {
        return new Orphan(view, state, knownBytes, since + nanos);
    }

    long unread() {
        return Math.max(0, knownBytes - state.position());
    }
}
