package io.sluice.sink.files;

import io.sluice.sink.rows.FieldReference;
import io.sluice.sink.rows.Row;
import io.sluice.sink.store.Key;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Says to which output partition a row belongs: the second stage. The names are Hive's: {@code field=value}, and what the
 * pattern makes of the time. One thread.
 */
public final class OutputPartitions {

    /** Which time of a row decides. */
    public enum Time {
        NONE,
        /** The record's timestamp. */
        RECORD,
        /** A field of the row. */
        FIELD,
        /** The moment at which it is written. */
        ARRIVAL
    }

    /**
     * How rows are partitioned.
     *
     * @param fields names of fields, with dots if they are nested
     * @param timeField for {@link Time#FIELD}
     * @param pattern of the time, in which slashes divide directories
     * @param nullName the value of a field that is null
     * @param all the one directory of rows that are not partitioned
     */
    public record Settings(
            List<String> fields,
            Time time,
            String timeField,
            DateTimeFormatter pattern,
            ZoneId zone,
            String nullName,
            String all) {
        public Settings {
            fields = List.copyOf(fields);
        }
    }

    private static final int MOST_CACHED = 10_000;
    private static final long NO_SECOND = Long.MIN_VALUE;

    private final Settings settings;
    private final LongSupplier nowMillis;
    private final List<FieldReference> fields;
    private final FieldReference timeField;
    private final Key all;

    private final Map<String, Key> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Key> eldest) {
            return size() > MOST_CACHED;
        }
    };

    private long lastSecond = NO_SECOND;
    private String lastTime;

    public OutputPartitions(Settings settings, LongSupplier nowMillis) {
        this.settings = settings;
        this.nowMillis = nowMillis;
        this.fields = settings.fields().stream().map(FieldReference::new).toList();
        this.timeField = settings.timeField() == null ? null : new FieldReference(settings.timeField());
        this.all = Key.ofNames(List.of(settings.all()));
    }

    Key of(Row row) {
        if (fields.isEmpty() && settings.time() == Time.NONE) {
            return all;
        }
        StringBuilder names = new StringBuilder();
        for (FieldReference field : fields) {
            String value = row.text(field);
            // A zero stands between names, so values have none.
            names.append(field.name())
                    .append('=')
                    .append(value == null || value.isEmpty() ? settings.nullName() : value.replace('\0', '?'))
                    .append('\0');
        }
        if (settings.time() != Time.NONE) {
            names.append(timeName(row)).append('\0');
        }
        return keys.computeIfAbsent(names.toString(), OutputPartitions::keyOf);
    }

    private static Key keyOf(String names) {
        List<String> parts = new ArrayList<>();
        for (String name : names.split("\0")) {
            parts.add(name);
        }
        return Key.ofNames(parts);
    }

    private String timeName(Row row) {
        OptionalLong millis = time(row);
        if (millis.isEmpty()) {
            return "time=" + settings.nullName();
        }
        long second = Math.floorDiv(millis.getAsLong(), 1000L);
        if (second != lastSecond) {
            String text =
                    settings.pattern().format(Instant.ofEpochSecond(second).atZone(settings.zone()));
            lastTime = String.join(
                    "\0",
                    Arrays.stream(text.split("/"))
                            .filter(part -> !part.isEmpty())
                            .toList());
            lastSecond = second;
        }
        return lastTime;
    }

    /** The time by which rows are partitioned and files rotated; without one of either, the record's. */
    OptionalLong time(Row row) {
        return switch (settings.time()) {
            case FIELD -> row.millis(timeField);
            case ARRIVAL -> OptionalLong.of(nowMillis.getAsLong());
            case NONE, RECORD -> {
                Long timestamp = row.record().timestamp();
                yield timestamp == null ? OptionalLong.empty() : OptionalLong.of(timestamp);
            }
        };
    }
}
