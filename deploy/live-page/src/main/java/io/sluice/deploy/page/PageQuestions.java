package io.sluice.deploy.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the page asks the pipeline when somebody looks; all else is on the {@link PageBoard}. Called by the page's threads, several
 * at once; an {@link IOException}'s message is shown to the user.
 */
public interface PageQuestions {
    /**
     * Bars of a key, the oldest first: the last {@code limit} of those that are known.
     *
     * @param from the least start, in epoch milliseconds; null for no bound
     * @param to what starts are before; null for no bound
     */
    List<Bar> bars(String key, String window, Long from, Long to, int limit) throws IOException, InterruptedException;

    /** One committed record; empty if the topic has none there, or none that is shown. */
    Optional<TopicRecord> record(String topic, int partition, long offset) throws IOException, InterruptedException;
}
