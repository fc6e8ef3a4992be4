package io.sluice.io;

import java.io.IOException;

/**
 * What a {@link FeedPublisher} hands to one subscriber: items that are ready, and the blocking call that gets more ready.
 * One thread at a time, each seeing what the one before did; may move between threads.
 */
interface Feed<T> {

    /** The next item, or null if it takes {@link #refill()} to have one, or if there is none left. */
    T next() throws IOException;

    /**
     * Makes more items ready; blocks; runs on a worker. False at the end: then {@link #next()} may still give the last
     * items.
     */
    boolean refill() throws IOException;
}
