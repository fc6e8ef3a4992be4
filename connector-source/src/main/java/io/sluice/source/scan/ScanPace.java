package io.sluice.source.scan;

import java.time.Duration;

/**
 * How often things are looked at, which is what idle files cost.
 *
 * <p>Every pass looks at every directory, lists those that changed, and looks at the files that changed lately. Files
 * that have been quiet take turns, so that all have had theirs within {@code quietInterval}. Hence what a user waits for:
 *
 * <ul>
 *   <li>a new file, a renamed one, a removed one: {@code interval}, in a directory of more than 5,000 names up to 200
 *       microseconds for each name in it, as it is not listed again sooner than that;
 *   <li>an append to a file that changed within {@code quietAfter}: {@code interval};
 *   <li>an append to a file that was quiet: {@code quietInterval}, plus {@code interval}; with {@link ChangeHints}
 *       mostly {@code interval};
 *   <li>any change that a file system hides behind an old time of change: {@code relistInterval} plus {@code interval},
 *       for names and files alike.
 * </ul>
 *
 * @param interval from the start of one pass to the start of the next; the owner of the scan keeps it
 * @param quietAfter how long after its last change a file is looked at in every pass
 * @param quietInterval how often every other file is looked at
 * @param settleTime how long a directory is listed in every pass after its time of change was seen to move: longer than
 *     the step of the coarsest clock of a file system, as a second change within one step does not move it
 * @param relistInterval how often every directory is listed, whatever its time of change
 */
public record ScanPace(
        Duration interval, Duration quietAfter, Duration quietInterval, Duration settleTime, Duration relistInterval) {

    private static final Duration LONGEST = Duration.ofDays(1);

    /** What is used unless something else is configured. */
    public static final ScanPace DEFAULT = new ScanPace(
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60));

    public ScanPace {
        Checks.within("interval", interval, Duration.ofMillis(10), LONGEST);
        Checks.within("quietAfter", quietAfter, Duration.ZERO, LONGEST);
        Checks.within("quietInterval", quietInterval, interval, LONGEST);
        Checks.within("settleTime", settleTime, Duration.ZERO, Duration.ofMinutes(1));
        Checks.within("relistInterval", relistInterval, interval, LONGEST);
    }

    /** This pace at another interval; the intervals that may not be shorter than that are made as long. */
    public ScanPace every(Duration newInterval) {
        return new ScanPace(
                newInterval,
                quietAfter,
                longer(quietInterval, newInterval),
                settleTime,
                longer(relistInterval, newInterval));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
