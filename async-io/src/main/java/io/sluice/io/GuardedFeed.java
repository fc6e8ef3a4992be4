package io.sluice.io;

import java.io.IOException;
import java.util.function.Supplier;

/** A feed that keeps a file or directory open while it reads from it. */
final class GuardedFeed<T> implements Feed<T> {
    private final Feed<T> feed;
    private final Usage usage;
    private final Supplier<? extends IOException> closedError;

    GuardedFeed(Feed<T> feed, Usage usage, Supplier<? extends IOException> closedError) {
        this.feed = feed;
        this.usage = usage;
        this.closedError = closedError;
    }

    @Override
    public T next() throws IOException {
        return feed.next();
    }

    @Override
    public boolean refill() throws IOException {
        if (!usage.enter()) {
            throw closedError.get();
        }
        try {
            return feed.refill();
        } finally {
            usage.exit();
        }
    }
}
