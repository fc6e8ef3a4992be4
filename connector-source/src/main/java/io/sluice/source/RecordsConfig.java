package io.sluice.source;

import io.sluice.connector.KeyGroup;
import io.sluice.connector.Values;
import io.sluice.record.Column;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * What is in a record besides a frame's content: the keys of the group, and what they say. An immutable value.
 *
 * @param keyColumn null unless the key is a column
 * @param time null unless an event time is looked for in the text
 * @param deadLetterTopic null unless bad records go there
 */
record RecordsConfig(
        TopicTemplate topic,
        Key key,
        String keyColumn,
        Time timestamp,
        String timeColumn,
        TimePattern time,
        Form value,
        Bad bad,
        String deadLetterTopic) {

    static final String TOPIC = "topic";
    static final String TOPIC_PATTERN = "topic.pattern";
    static final String KEY = "key";
    static final String TIMESTAMP = "timestamp";
    static final String TIMESTAMP_PATTERN = "timestamp.pattern";
    static final String TIMESTAMP_FORMAT = "timestamp.format";
    static final String TIMESTAMP_ZONE = "timestamp.zone";
    static final String VALUE = "value";
    static final String BAD_RECORDS = "bad.records";
    static final String DEAD_LETTER_TOPIC = "dead.letter.topic";

    private static final String COLUMN = "column:";

    /** What the key is. */
    enum Key {
        NONE,
        FILE_ID,
        PATH,
        COLUMN
    }

    /** What the timestamp is. */
    enum Time {
        NONE,
        INGEST,
        MODIFIED,
        PATTERN,
        COLUMN
    }

    /** What text is handed on as. */
    enum Form {
        STRING,
        BYTES
    }

    /** What becomes of bad records. */
    enum Bad {
        FAIL,
        SKIP,
        DEAD_LETTER
    }

    static void define(ConfigDef def) {
        new KeyGroup(def, "Records")
                .text(
                        TOPIC,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "The topic of a file's records. Filled in are `${name}`: the file's name without its extension;"
                                + " `${file}`: with it; `${directory}`: the directories below the root, joined by dots;"
                                + " `${root}`: the root's id; and the named groups of `topic.pattern`. What rotation and"
                                + " compression put behind a name is taken off before. Characters that no topic can have become"
                                + " `_` and the hexadecimal digits of their UTF-8 bytes; names longer than 249 characters end"
                                + " with a checksum.")
                .text(
                        TOPIC_PATTERN,
                        null,
                        Importance.MEDIUM,
                        "A regular expression that must match the file's whole path below the root, as in"
                                + " `(?<service>[^/]+)/.*`.")
                .text(
                        KEY,
                        "file-id",
                        Importance.MEDIUM,
                        "The key of a record. `file-id`: what the file is, whatever its name; so a file's records are in one"
                                + " partition, in order. `path`: where it is; changes when it is rotated. `none`: spread over"
                                + " all partitions. `column:NAME`: of a row.")
                .text(
                        TIMESTAMP,
                        "none",
                        Importance.MEDIUM,
                        "The time of a record. `none`: the producer sets the time of sending. `ingest`: when it was read."
                                + " `modified`: when the file had last changed. `column:NAME`: of a row. `pattern`: what"
                                + " `timestamp.pattern` finds in the text.")
                .text(
                        TIMESTAMP_PATTERN,
                        null,
                        Importance.LOW,
                        "With `timestamp=pattern`: a regular expression that finds the event time in the first 1,024 characters"
                                + " of a record; its first group, or all of it. What has none has the time of reading, and is"
                                + " counted.")
                .text(
                        TIMESTAMP_FORMAT,
                        "iso",
                        Importance.LOW,
                        "How it is written: `iso`, as in 2026-01-31T23:59:59.123Z; `epoch-s` or `epoch-ms`; or a pattern of"
                                + " Java's DateTimeFormatter, as in `dd/MMM/yyyy:HH:mm:ss Z`.")
                .text(TIMESTAMP_ZONE, "UTC", Importance.LOW, "The time zone where the text tells none.")
                .choice(
                        VALUE,
                        Form.STRING,
                        Importance.MEDIUM,
                        "What text is handed to the converter as: `string` for StringConverter or JsonConverter, `bytes` for"
                                + " ByteArrayConverter. Bytes are never checked to be text. Chunks always are bytes, rows with a"
                                + " `schema` structs.")
                .choice(
                        BAD_RECORDS,
                        Bad.FAIL,
                        Importance.MEDIUM,
                        "What becomes of a line or row that cannot be used: malformed text, or not of the schema. `fail`: the task stops, and says where. `skip`: it is counted and passed"
                                + " over. `dead-letter`: it goes to `dead.letter.topic`, in the same transaction as its"
                                + " neighbours.")
                .text(
                        DEAD_LETTER_TOPIC,
                        null,
                        Importance.MEDIUM,
                        "Where bad records go with `bad.records=dead-letter`: as they are, with the headers `sluice.file`,"
                                + " `sluice.file.id`, `sluice.offset` and `sluice.reason`.");
    }

    static RecordsConfig read(Values values, FramingConfig framing, RowsConfig rows) {
        Pattern pattern = values.pattern(TOPIC_PATTERN);
        String topic = values.text(TOPIC);
        Key key = keyed(values);
        Time timestamp = timed(values);
        RecordsConfig config = new RecordsConfig(
                topic == null || !values.isFine(TOPIC_PATTERN)
                        ? null
                        : values.checked(TOPIC, () -> TopicTemplate.parse(topic, pattern)),
                key,
                key == Key.COLUMN ? column(values, KEY, rows) : null,
                timestamp,
                timestamp == Time.COLUMN ? timeColumn(values, rows) : null,
                timestamp == Time.PATTERN ? timePattern(values) : null,
                values.choice(VALUE, Form.class),
                values.choice(BAD_RECORDS, Bad.class),
                values.text(DEAD_LETTER_TOPIC));
        config.check(values, framing);
        return config;
    }

    private void check(Values values, FramingConfig framing) {
        if (values.isFine(TOPIC) && values.text(TOPIC) == null) {
            values.problem(TOPIC, "is empty: name a topic, as in app-logs or ${name}");
        }
        if (framing.kind().isChunks() && key != Key.FILE_ID && values.isFine(KEY)) {
            values.problem(
                    KEY,
                    "is " + values.text(KEY) + ", but framing is " + KeyGroup.textOf(framing.kind())
                            + ", and a file's chunks must be in one partition, in order: set key=file-id");
        }
        if (timestamp == Time.PATTERN && !framing.kind().isText()) {
            values.problem(
                    TIMESTAMP,
                    "is pattern, but framing is " + KeyGroup.textOf(framing.kind())
                            + ", whose records are not lines of text: use column:NAME with rows, or modified or ingest");
        }
        if (bad == Bad.DEAD_LETTER && deadLetterTopic == null) {
            values.problem(
                    DEAD_LETTER_TOPIC,
                    "is missing, but bad.records is dead-letter: name a topic, or set bad.records=fail");
        }
        if (deadLetterTopic != null && !TopicNames.isLegal(deadLetterTopic)) {
            values.problem(DEAD_LETTER_TOPIC, TopicNames.illegal(deadLetterTopic));
        }
        if (deadLetterTopic != null && bad != Bad.DEAD_LETTER) {
            values.problem(
                    DEAD_LETTER_TOPIC,
                    "is set, but bad.records is " + KeyGroup.textOf(bad)
                            + ", so that nothing goes there: set bad.records=dead-letter, or leave it out");
        }
    }

    private static Key keyed(Values values) {
        String text = values.text(KEY);
        return switch (text == null ? "none" : text) {
            case "none" -> Key.NONE;
            case "file-id" -> Key.FILE_ID;
            case "path" -> Key.PATH;
            default -> {
                if (text.startsWith(COLUMN)) {
                    yield Key.COLUMN;
                }
                values.problem(KEY, "'" + text + "' is none of none, file-id, path and column:NAME");
                yield Key.FILE_ID;
            }
        };
    }

    private static Time timed(Values values) {
        String text = values.text(TIMESTAMP);
        return switch (text == null ? "none" : text) {
            case "none" -> Time.NONE;
            case "ingest" -> Time.INGEST;
            case "modified" -> Time.MODIFIED;
            case "pattern" -> Time.PATTERN;
            default -> {
                if (text.startsWith(COLUMN)) {
                    yield Time.COLUMN;
                }
                values.problem(TIMESTAMP, "'" + text + "' is none of none, ingest, modified, pattern and column:NAME");
                yield Time.NONE;
            }
        };
    }

    private static String column(Values values, String key, RowsConfig rows) {
        String name = values.text(key).substring(COLUMN.length());
        if (rows.schema() == null) {
            // An inferred one is looked at when it is known.
            if (values.isFine(RowsConfig.SCHEMA) && !rows.inferred()) {
                values.problem(
                        key,
                        "is " + values.text(key)
                                + ", but there are no columns: set framing=csv or json with a schema, or" + " another "
                                + key);
            }
            return null;
        }
        if (rows.schema().indexOf(name) < 0) {
            values.problem(
                    key,
                    "names the column '" + name + "', which schema does not have; it has "
                            + String.join(
                                    ", ",
                                    rows.schema().columns().stream()
                                            .map(Column::name)
                                            .toList()));
            return null;
        }
        return name;
    }

    private static String timeColumn(Values values, RowsConfig rows) {
        String name = column(values, TIMESTAMP, rows);
        if (name == null) {
            return null;
        }
        Column column = rows.schema().columns().get(rows.schema().indexOf(name));
        if (!StructRows.holdsTime(column.type())) {
            values.problem(
                    TIMESTAMP,
                    "names the column '" + name + "', which is a " + column.type()
                            + ": it must be a date or a timestamp");
            return null;
        }
        return name;
    }

    private static TimePattern timePattern(Values values) {
        Pattern pattern = values.pattern(TIMESTAMP_PATTERN);
        if (pattern == null) {
            if (values.isFine(TIMESTAMP_PATTERN)) {
                values.problem(
                        TIMESTAMP_PATTERN,
                        "is missing, but timestamp is pattern: say where the time stands, as in ^\\[([^\\]]+)\\]");
            }
            return null;
        }
        var zone = values.checked(TIMESTAMP_ZONE, () -> TimePattern.zone(values.text(TIMESTAMP_ZONE)));
        return zone == null
                ? null
                : values.checked(TIMESTAMP_FORMAT, () -> new TimePattern(pattern, values.text(TIMESTAMP_FORMAT), zone));
    }
}
