package io.sluice.sink;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.sink.files.OutputPartitions;
import io.sluice.sink.files.OutputPartitions.Time;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** How rows are partitioned: the keys of the group, and what they say. Stateless. */
final class PartitionsConfig {

    static final String FIELDS = "partition.fields";
    static final String TIME = "partition.time";
    static final String TIME_FIELD = "partition.time.field";
    static final String PATTERN = "partition.time.pattern";
    static final String ZONE = "partition.time.zone";
    static final String NULL = "partition.null";
    static final String ALL = "partition.none";

    private PartitionsConfig() {}

    static void define(ConfigDef def) {
        new KeyGroup(def, "Output partitions")
                .list(
                        FIELDS,
                        "",
                        Importance.HIGH,
                        "Fields of the row by whose values it is partitioned, in their order, with dots if they are nested. Each"
                                + " becomes a directory `field=value`; what a name may not have is escaped. The column stays in"
                                + " the file.")
                .choice(
                        TIME,
                        Time.NONE,
                        Importance.HIGH,
                        "The time by which rows are partitioned, below the fields: none, the `record`'s timestamp, a `field`, or"
                                + " their `arrival`.")
                .text(TIME_FIELD, null, Importance.MEDIUM, "With `partition.time=field`: the field.")
                .text(
                        PATTERN,
                        "'dt='yyyy-MM-dd",
                        Importance.MEDIUM,
                        "What directories are made of the time: a pattern of java.time.format.DateTimeFormatter, in which slashes"
                                + " divide directories, as in `'dt='yyyy-MM-dd/'hour='HH`.")
                .text(ZONE, "UTC", Importance.MEDIUM, "The time zone of the pattern, as in `Europe/Berlin`.")
                .text(
                        NULL,
                        "__HIVE_DEFAULT_PARTITION__",
                        Importance.LOW,
                        "The value in the name of a directory for a field or a time that is null or empty.")
                .text(ALL, "data", Importance.LOW, "The one directory of tables that are not partitioned.");
    }

    static OutputPartitions.Settings read(Values values) {
        Time time = values.choice(TIME, Time.class);
        String field = values.text(TIME_FIELD);
        if ((time == Time.FIELD) != (field != null)) {
            values.problem(
                    TIME_FIELD,
                    field == null
                            ? "is needed with partition.time=field"
                            : "is set, but " + TIME + " is " + KeyGroup.textOf(time)
                                    + ": set it to field, or leave this out");
        }
        for (String name : values.list(FIELDS)) {
            if (name.isBlank() || name.indexOf('\0') >= 0) {
                values.problem(FIELDS, "has an empty name");
            }
        }
        return new OutputPartitions.Settings(
                values.list(FIELDS),
                time,
                field,
                pattern(values),
                zone(values),
                orDefault(values.text(NULL), "null"),
                orDefault(values.text(ALL), "data"));
    }

    private static String orDefault(String text, String other) {
        return text == null ? other : text;
    }

    private static DateTimeFormatter pattern(Values values) {
        String text = values.text(PATTERN);
        try {
            DateTimeFormatter pattern =
                    DateTimeFormatter.ofPattern(text == null ? "'dt='yyyy-MM-dd" : text, Locale.ROOT);
            String unused = pattern.format(Instant.EPOCH.atZone(ZoneId.of("UTC")));
            return pattern;
        } catch (IllegalArgumentException | DateTimeException wrong) {
            values.problem(PATTERN, "is '" + text + "', which is no pattern of a time: " + wrong.getMessage());
            return DateTimeFormatter.ISO_LOCAL_DATE;
        }
    }

    private static ZoneId zone(Values values) {
        String text = values.text(ZONE);
        try {
            return ZoneId.of(text == null ? "UTC" : text);
        } catch (DateTimeException wrong) {
            values.problem(ZONE, "is '" + text + "', which is no time zone: " + wrong.getMessage());
            return ZoneId.of("UTC");
        }
    }
}
