package io.sluice.deploy.page;

import java.util.List;

/**
 * One record of a topic, for people. Immutable.
 *
 * @param key text, or hex if it is none; null if there is none
 * @param value likewise
 * @param truncated whether the value is longer than what is shown
 */
public record TopicRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        String key,
        String value,
        boolean truncated,
        List<Header> headers) {

    public TopicRecord {
        headers = List.copyOf(headers);
    }

    /** A header, its value as the record's is. */
    public record Header(String name, String value) {}
}
