package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.source.scan.RotationRule;
import io.sluice.source.tail.TailSettings.Mode;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * How files are followed: the keys of the group, and what they say. An immutable value.
 *
 * @param marker null for none
 * @param partialLineAfter null for never
 * @param rotation null for the usual names
 */
record FollowingConfig(
        Mode mode,
        Start start,
        Duration stable,
        String marker,
        Duration flushAfter,
        Duration partialLineAfter,
        Duration scanInterval,
        Duration quietInterval,
        Duration pollInterval,
        Duration rotationGrace,
        Pattern rotation,
        long verifyBytes) {

    static final String MODE = "mode";
    static final String START_AT = "start.at";
    static final String STABLE_MS = "stable.ms";
    static final String COMPLETE_MARKER = "complete.marker";
    static final String FLUSH_MS = "flush.ms";
    static final String PARTIAL_LINE_MS = "partial.line.ms";
    static final String SCAN_INTERVAL_MS = "scan.interval.ms";
    static final String QUIET_INTERVAL_MS = "quiet.interval.ms";
    static final String POLL_INTERVAL_MS = "poll.interval.ms";
    static final String ROTATION_GRACE_MS = "rotation.grace.ms";
    static final String ROTATION_PATTERN = "rotation.pattern";
    static final String VERIFY_BYTES = "verify.bytes";

    /** Where in a file that is new to the connector reading begins. */
    enum Start {
        BEGINNING,
        END
    }

    private static final Pattern MARKER = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final long DAY_MS = Duration.ofDays(1).toMillis();

    static void define(ConfigDef def) {
        new KeyGroup(def, "Following")
                .choice(
                        MODE,
                        Mode.TAIL,
                        Importance.HIGH,
                        "`tail`: files grow for ever, and are read as they do. `complete`: files are read to their end once"
                                + " they have not changed for `stable.ms`, and then are done.")
                .choice(
                        START_AT,
                        Start.BEGINNING,
                        Importance.MEDIUM,
                        "Where in a file without a stored position reading begins. With `end`, what it holds when it is"
                                + " found at the start of the connector is passed over. Only for `mode=tail`.")
                .large(
                        STABLE_MS,
                        5_000,
                        1,
                        DAY_MS,
                        Importance.MEDIUM,
                        "With `mode=complete`: for how long a file must not have changed to be whole.")
                .text(
                        COMPLETE_MARKER,
                        null,
                        Importance.MEDIUM,
                        "With `mode=complete`: a file is whole once beside it there is another one of its name with this behind it,"
                                + " such as `.done`; `stable.ms` counts for nothing then. Files of such names are not read,"
                                + " and are left where they are.")
                .large(
                        FLUSH_MS,
                        1_000,
                        1,
                        DAY_MS,
                        Importance.LOW,
                        "How long what is whole waits for more that could join it: the lines of a chunk that is not full, whether"
                                + " the file grows on or not; a multi-line event behind which no other has begun, since the"
                                + " file has last grown. Less for promptness, more for fuller chunks of slow files.")
                .large(
                        PARTIAL_LINE_MS,
                        0,
                        0,
                        DAY_MS,
                        Importance.LOW,
                        "With `mode=tail`: after which time a last line without a line end is taken as it is. 0: never, it"
                                + " is held until its end is written.")
                .large(
                        SCAN_INTERVAL_MS,
                        1_000,
                        10,
                        DAY_MS,
                        Importance.MEDIUM,
                        "From one look at the directories to the next: how soon new and renamed files are seen.")
                .large(
                        QUIET_INTERVAL_MS,
                        5_000,
                        10,
                        DAY_MS,
                        Importance.LOW,
                        "How often a file is looked at that has not changed for half a minute; events of the system let most"
                                + " changes be seen sooner. No sooner than `scan.interval.ms`.")
                .large(
                        POLL_INTERVAL_MS,
                        100,
                        1,
                        DAY_MS,
                        Importance.LOW,
                        "From one look at a file that has grown lately to the next.")
                .large(
                        ROTATION_GRACE_MS,
                        30_000,
                        1,
                        DAY_MS,
                        Importance.LOW,
                        "How long a file that was rotated away or deleted is still read.")
                .text(
                        ROTATION_PATTERN,
                        null,
                        Importance.LOW,
                        "How rotated files are named: a regular expression for the whole name, whose group"
                                + " `(?<family>...)` is the name of the file that is written to. Without it, numbers, dates"
                                + " and `.old` behind the name count as rotation, and `.gz`, `.zst`, `.bz2`, `.xz`, `.lz4` as"
                                + " compression. So `trades-20240101` is a rotated `trades`, but `trades-20240101.csv` is not. Where such"
                                + " names are of files of their own, set `(?<family>.+)`. One task reads a file and all it is"
                                + " rotated to, into one topic.")
                .large(
                        VERIFY_BYTES,
                        1L << 30,
                        0,
                        Long.MAX_VALUE,
                        Importance.LOW,
                        "After a restart, everything that was read of a file is hashed again if it is no more than this, to be"
                                + " sure that the file is still the same; of a larger one its head and the bytes before the"
                                + " position.");
    }

    /** Which names are one file over time. */
    RotationRule rotationRule() {
        if (rotation != null) {
            return RotationRule.custom(rotation);
        }
        return mode == Mode.TAIL ? RotationRule.tail() : RotationRule.complete();
    }

    static FollowingConfig read(Values values) {
        FollowingConfig config = new FollowingConfig(
                values.choice(MODE, Mode.class),
                values.choice(START_AT, Start.class),
                values.millis(STABLE_MS),
                values.text(COMPLETE_MARKER),
                values.millis(FLUSH_MS),
                values.large(PARTIAL_LINE_MS) == 0 ? null : values.millis(PARTIAL_LINE_MS),
                values.millis(SCAN_INTERVAL_MS),
                values.millis(QUIET_INTERVAL_MS),
                values.millis(POLL_INTERVAL_MS),
                values.millis(ROTATION_GRACE_MS),
                values.pattern(ROTATION_PATTERN),
                values.large(VERIFY_BYTES));
        RotationRule unused = values.checked(ROTATION_PATTERN, config::rotationRule);
        if (config.mode() == Mode.COMPLETE && config.start() == Start.END) {
            values.problem(
                    START_AT,
                    "is end, but mode is complete, which reads whole files: set start.at=beginning or mode=tail");
        }
        if (config.marker() != null && config.mode() != Mode.COMPLETE) {
            values.problem(
                    COMPLETE_MARKER,
                    "is " + config.marker()
                            + ", but mode is tail, where files grow for ever: set mode=complete or remove it");
        }
        if (config.marker() != null && !MARKER.matcher(config.marker()).matches()) {
            values.problem(
                    COMPLETE_MARKER,
                    "is '" + config.marker()
                            + "': it must be what comes behind a file's name, of letters, digits, dots, dashes and"
                            + " underscores, as in .done");
        }
        if (config.mode() == Mode.COMPLETE && config.partialLineAfter() != null) {
            values.problem(
                    PARTIAL_LINE_MS,
                    "is set, but mode is complete, where the last line ends with the file: set it to 0 or mode=tail");
        }
        return config;
    }
}
