package io.sluice.deploy.command.chaos;

import io.sluice.deploy.command.feed.LogFeed;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Copies a log and empties it, but only once the source has committed all of it: what is destroyed before it is read is lost by
 * right, and nothing could be told from a loss. Used on the lane of the input.
 */
final class Truncation {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(500);

    private final LogFeed feed;
    private final Connectors connectors;
    private final Ending ending;
    /** The generation that was cut last, by the key of its offset: a position of an older one says nothing. */
    private final Map<Object, Object> cut = new HashMap<>();

    Truncation(LogFeed feed, Connectors connectors, Ending ending) {
        this.feed = feed;
        this.connectors = connectors;
        this.ending = ending;
    }

    /** Returns nothing, or why the log was left as it is. */
    String of(String log) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        LogFeed.End at = feed.quiet(log);
        try {
            String key = ChaosPipeline.TRADES + ":/" + log + "#" + at.inode();
            while (at.bytes() > 0) {
                Map<String, Object> offset = connectors.offsets().get(Map.<String, Object>of("file", key));
                if (offset != null && isRead(key, offset, at.bytes())) {
                    feed.copyAndTruncate(log);
                    cut.put(key, offset.get("generation"));
                    return "";
                }
                if (System.nanoTime() - end > 0 || !ending.goesOnFor(BETWEEN)) {
                    return "it was not read to its end within " + LONGEST.toSeconds() + " s";
                }
            }
            return "it was empty";
        } finally {
            feed.goOn(log);
        }
    }

    private boolean isRead(String key, Map<String, Object> offset, long bytes) {
        return offset.get("position") instanceof Number position
                && position.longValue() == bytes
                && !String.valueOf(offset.get("generation")).equals(String.valueOf(cut.get(key)));
    }
}
