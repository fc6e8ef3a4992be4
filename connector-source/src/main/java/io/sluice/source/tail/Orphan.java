package io.sluice.source.tail;

/**
 * A content that was read and is not at its place any more: its file was cut, or is gone. Another file of the family may hold
 * it now: a copy, or a compressed one.
 *
 * @param state how far it was read; what it is stored under is {@code state.id()}, or the file's key if that is all there is
 * @param storedAs the key it is stored under
 * @param knownBytes how much there was of it, as far as was seen
 * @param since by the clock for spans
 */
record Orphan(FileView view, FileState state, String storedAs, long knownBytes, long since) {

    Orphan storedAs(String key) {
        return new Orphan(view, state, key, knownBytes, since);
    }

    long unread() {
        return Math.max(0, knownBytes - state.position());
    }
}
