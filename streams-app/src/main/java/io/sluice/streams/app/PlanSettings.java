package io.sluice.streams.app;

import io.sluice.record.ColumnType;
import io.sluice.record.CsvFormat;
import io.sluice.record.RowSchema;
import io.sluice.streams.aggregate.Aggregates;
import io.sluice.streams.engine.KeyColumns;
import io.sluice.streams.engine.Plan;
import io.sluice.streams.rows.InputFormat;
import io.sluice.streams.window.Level;
import io.sluice.streams.window.LevelDeclaration;
import io.sluice.streams.window.Levels;
import io.sluice.streams.window.TimeScale;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is aggregated, from the {@link Settings}: schema, key, time, aggregates and windows. Used once, by one thread. */
final class PlanSettings {
    private static final Duration FORGET = Duration.ofDays(7);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Set<String> RESULT_FIELDS =
            Set.of("window", "start", "end", "final", "revision", "gap", "rows");

    private static final List<String> EMITS = List.of("final", "updates", "none");

    private final Settings settings;

    PlanSettings(Settings settings) {
        this.settings = settings;
    }

    Plan plan() {
        String declared = settings.required(
                "schema",
                "declare the columns of a row, such as 'ts timestamp_micros, symbol string, price decimal(18,8)'");
        RowSchema schema = Settings.checked("schema", declared, () -> RowSchema.parse(declared));
        List<String> keyNames = settings.list("key");
        if (keyNames.isEmpty()) {
            throw new ConfigMistake("key", null, "name the columns that make up a key, such as 'symbol'");
        }
        KeyColumns keys = Settings.checked("key", String.join(",", keyNames), () -> new KeyColumns(schema, keyNames));
        String timeName = settings.required("time", "name the column of the event time, such as 'ts'");
        int time = column(schema, "time", timeName);
        TimeScale scale = Settings.checked(
                "time", timeName, () -> TimeScale.of(schema.columns().get(time).type()));
        List<Integer> sequence = sequence(schema);
        String functions =
                settings.required("aggregates", "say what to compute, such as 'ohlcv(price, quantity), count() as n'");
        Aggregates aggregates =
                Settings.checked("aggregates", functions, () -> Aggregates.parse(functions, schema, sequence.size()));
        requireDistinct(functions, keys, aggregates);
        Levels levels = levels(scale);
        Duration keep = settings.duration("windows.keep", Duration.ZERO);
        boolean corrections = settings.flag("late.corrections", false);
        if (corrections && keep.isZero()) {
            throw new ConfigMistake(
                    "late.corrections", "true", "closed windows must be kept for it: set windows.keep, such as 1d");
        }
        return new Plan(
                schema,
                keys,
                time,
                sequence,
                aggregates,
                levels,
                scale,
                corrections,
                forget(levels),
                scale.ticks(keep));
    }

    private Optional<Duration> forget(Levels levels) {
        Optional<Duration> forget = settings.durationOrNever("keys.forget", Optional.of(FORGET));
        for (Level level : levels.all()) {
            if (forget.isPresent()
                    && level.idle().isPresent()
                    && level.idle().get().compareTo(forget.get()) >= 0) {
                throw new ConfigMistake(
                        "keys.forget",
                        forget.get().toString(),
                        "it must be longer than the idle time of window '" + level.name() + "', "
                                + level.idle().get());
            }
        }
        return forget;
    }

    private static int column(RowSchema schema, String key, String name) {
        int index = schema.indexOf(name);
        if (index < 0) {
            throw new ConfigMistake(
                    key,
                    name,
                    "the schema has no such column; it has "
                            + String.join(
                                    ", ",
                                    schema.columns().stream()
                                            .map(column -> column.name())
                                            .toList()));
        }
        return index;
    }

    private List<Integer> sequence(RowSchema schema) {
        List<Integer> indexes = new ArrayList<>();
        for (String name : settings.list("sequence")) {
            int index = column(schema, "sequence", name);
            ColumnType type = schema.columns().get(index).type();
            boolean ordered = switch (type.kind()) {
                case INT, LONG, DATE, TIMESTAMP_MILLIS, TIMESTAMP_MICROS, TIMESTAMP_NANOS -> true;
                case DECIMAL -> !type.isWideDecimal();
                default -> false;
            };
            if (!ordered) {
                throw new ConfigMistake(
                        "sequence",
                        name,
                        "it is a " + type
                                + "; rows are ordered by int, long, date, timestamp or decimal columns of up to 18 digits");
            }
            indexes.add(index);
        }
        return indexes;
    }

    private static void requireDistinct(String functions, KeyColumns keys, Aggregates aggregates) {
        Set<String> names = new HashSet<>(RESULT_FIELDS);
        keys.columns().forEach(column -> {
            if (!names.add(column.name())) {
                throw new ConfigMistake(
                        "key", column.name(), "a result has a field of that name already; rename the column");
            }
        });
        aggregates.columns().forEach(column -> {
            if (!names.add(column.name())) {
                throw new ConfigMistake(
                        "aggregates",
                        functions,
                        "a result has a field '" + column.name()
                                + "' already; name the aggregate apart, with 'as NAME'");
            }
        });
    }

    private Levels levels(TimeScale scale) {
        List<String> names = settings.list("windows");
        if (names.isEmpty()) {
            throw new ConfigMistake(
                    "windows", null, "name the windows, such as 's1, m1', and declare each: window.s1=tumbling 1s");
        }
        Duration grace = settings.duration("grace", Duration.ZERO);
        Optional<Duration> idle = settings.durationOrNever("idle", Optional.of(IDLE));
        List<Level> levels = new ArrayList<>();
        for (String name : names) {
            if (!name.matches("[A-Za-z0-9_-]{1,40}")) {
                throw new ConfigMistake(
                        "windows", name, "a window's name is of letters, digits, '_' and '-', up to 40");
            }
            levels.add(level(name, grace, idle, levels, scale));
        }
        return new Levels(levels);
    }

    private Level level(String name, Duration grace, Optional<Duration> idle, List<Level> before, TimeScale scale) {
        String key = "window." + name;
        String declared = settings.required(key, "declare the window, such as 'tumbling 1m' or 'tumbling 1h of m1'");
        String emit = settings.choice(key + ".emit", settings.choice("emit", "final", EMITS), EMITS);
        Level.Emit choice = Level.Emit.valueOf(emit.toUpperCase(Locale.ROOT));
        int gaps = settings.number(key + ".gaps", 0, 0, 100_000);
        Duration ownGrace = settings.duration(key + ".grace", grace);
        // A quiet day must not close a day that goes on: an upper window waits for its own length at least.
        Optional<Duration> ownIdle = settings.durationOrNever(key + ".idle", idle.map(time -> atLeast(time, declared)));
        LevelDeclaration declaration = new LevelDeclaration(name, declared, ownGrace, ownIdle, choice, gaps);
        return Settings.checked(key, declared, () -> {
            if (before.stream().anyMatch(level -> level.name().equals(name))) {
                throw new IllegalArgumentException("a second window has this name; rename it");
            }
            return declaration.level(before, scale);
        });
    }

    private static Duration atLeast(Duration idle, String declared) {
        Duration length = LevelDeclaration.roughLength(declared);
        return length.compareTo(idle) > 0 ? length : idle;
    }

    InputFormat format() {
        String kind = settings.choice("input.format", "csv", List.of("csv", "json", "connect-json"));
        boolean textIsCsv =
                settings.choice("input.text", "csv", List.of("csv", "json")).equals("csv");
        return new InputFormat(
                InputFormat.Kind.valueOf(kind.toUpperCase(Locale.ROOT).replace('-', '_')), csv(), textIsCsv);
    }

    private CsvFormat csv() {
        String header = settings.choice("csv.header", "none", List.of("none", "skip", "names"));
        CsvFormat format = CsvFormat.declared(
                settings.text("csv.delimiter", ","),
                settings.text("csv.quote", "\""),
                settings.text("csv.null", ""),
                CsvFormat.Header.valueOf(header.toUpperCase(Locale.ROOT)),
                (setting, mistake) -> {
                    String key = "csv." + setting;
                    throw new ConfigMistake(key, settings.text(key, ""), mistake);
                });
        String charset = settings.text("csv.charset", "UTF-8");
        return Settings.checked("csv.charset", charset, () -> format.withCharset(Charset.forName(charset)));
    }
}
