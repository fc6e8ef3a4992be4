package io.sluice.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;

/** What a blocking iterator gives, a page a refill, so that an entry does not cost a trip to a worker each. */
final class PagedFeed<T> implements Feed<T>, Closeable {
    private static final int PAGE = 256;

    private final Entries<T> entries;
    private final Closeable owned;
    private final ArrayDeque<T> page = new ArrayDeque<>(PAGE);

    /** The next entry, or null if there is none. */
    interface Entries<T> {
        T next() throws IOException;
    }

    PagedFeed(Entries<T> entries, Closeable owned) {
        this.entries = entries;
        this.owned = owned;
    }

    @Override
    public T next() {
        return page.poll();
    }

    @Override
    public boolean refill() throws IOException {
        while (page.size() < PAGE) {
            T entry = entries.next();
            if (entry == null) {
                return false;
            }
            page.add(entry);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        owned.close();
    }
}
