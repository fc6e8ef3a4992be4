package io.sluice.deploy.command.pipeline;

import io.sluice.deploy.command.pipeline.Input.Framing;
import io.sluice.record.RowSchema;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a pipeline file; {@code deploy/pipeline.md} describes it. Used by one thread. */
public final class PipelineFile {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_-]{0,60}");
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
    private static final String SCHEMA_EXAMPLE =
            "schema: ts timestamp_micros, symbol string, price decimal(18,8), quantity long";

    private final String file;
    private final Path base;

    private PipelineFile(String file, Path base) {
        this.file = file;
        this.base = base;
    }

    /**
     * Reads the text of a pipeline file.
     *
     * @param file what messages call it
     * @param base where its relative directories begin
     */
    public static Pipeline parse(String file, Path base, String text) {
        return new PipelineFile(file, base.toAbsolutePath().normalize()).pipeline(text);
    }

    private Pipeline pipeline(String text) {
        YamlMap root = YamlMap.of(file, "", root(text));
        String name = name(root, "name", root.required("name", "name: market"));
        List<Input> inputs = new ArrayList<>();
        root.named("inputs").forEach((key, map) -> inputs.add(input(root, key, map)));
        if (inputs.isEmpty()) {
            throw root.mistake("inputs", "is missing; name at least one input and its directory");
        }
        Optional<Windows> windows = root.map("windows").map(map -> windows(map, inputs));
        Optional<YamlMap> outputs = root.map("outputs");
        String lake = outputs.map(map -> lake(map)).orElse("");
        long every = outputs.map(map -> millis(map, "every", "60s")).orElse(60_000L);
        List<Table> tables = new ArrayList<>();
        outputs.ifPresent(map -> {
            map.named("tables").forEach((key, table) -> tables.add(table(map, key, table, inputs, windows)));
            if (tables.isEmpty()) {
                throw map.mistake("tables", "is missing; name the inputs and windows that go to Parquet");
            }
            map.end();
        });
        Optional<YamlMap> kafka = root.map("kafka");
        String bootstrap = kafka.flatMap(map -> map.text("bootstrap")).orElse("localhost:9092");
        kafka.ifPresent(YamlMap::end);
        root.end();
        return new Pipeline(name, bootstrap, inputs, windows, lake, every, tables);
    }

    private Node root(String text) {
        try {
            LoadSettings settings =
                    LoadSettings.builder().setLabel(file).setUseMarks(true).build();
            return new Compose(settings)
                    .composeString(text)
                    .orElseThrow(() -> new PipelineMistake(file + " is empty; see deploy/pipeline.md for an example"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new PipelineMistake(
                    file + ":" + line + ": this is no YAML: " + e.getProblem()
                            + ". Look at the indentation, and at quotes and colons in this line and the one before.",
                    e);
        } catch (YamlEngineException e) {
            throw new PipelineMistake(file + ": this is no YAML: " + e.getMessage(), e);
        }
    }

    private Input input(YamlMap root, String key, YamlMap map) {
        String name = name(root, "inputs." + key, key);
        Path directory = directory(map, "directory");
        Framing framing = framing(map);
        Optional<String> schema = map.text("schema");
        schema.ifPresent(line -> requireSchema(map, line));
        if (schema.isPresent() && framing == Framing.BYTES) {
            throw map.mistake("schema", "is of no use with framing: bytes; use line-chunks, or remove it");
        }
        boolean header = map.oneOf("header", "none", List.of("none", "skip")).equals("skip");
        if (header && framing != Framing.LINE_CHUNKS) {
            throw map.mistake("header", "is skip, which needs framing: line-chunks");
        }
        Input input = new Input(
                name,
                directory,
                map.list("include").orElse("**"),
                framing,
                map.yes("follow", framing != Framing.BYTES),
                map.oneOf("rows", "csv", List.of("csv", "json")),
                schema,
                header,
                map.number("partitions", 2, 1, 10_000),
                map.number("tasks", 1, 1, 1_000),
                map.settings("settings"));
        map.end();
        return input;
    }

    private static Framing framing(YamlMap map) {
        List<String> allowed = Stream.of(Framing.values()).map(Framing::text).toList();
        String text = map.oneOf("framing", Framing.LINE_CHUNKS.text(), allowed);
        return Stream.of(Framing.values())
                .filter(framing -> framing.text().equals(text))
                .findAny()
                .orElseThrow();
    }

    private static void requireSchema(YamlMap map, String line) {
        try {
            RowSchema.parse(line);
        } catch (IllegalArgumentException e) {
            throw map.mistake("schema", "cannot be read: " + e.getMessage() + "; as in: " + SCHEMA_EXAMPLE);
        }
    }

    private Windows windows(YamlMap map, List<Input> inputs) {
        String of = map.required("input", "input: trades");
        Input input = inputs.stream()
                .filter(candidate -> candidate.name().equals(of))
                .findAny()
                .orElseThrow(() -> map.mistake(
                        "input",
                        "is '" + of + "'; it must be one of the inputs "
                                + inputs.stream().map(Input::name).toList()));
        if (input.schema().isEmpty()) {
            throw map.mistake("input", "is '" + of + "', which has no schema; give it one, as in " + SCHEMA_EXAMPLE);
        }
        Map<String, String> levels = map.settings("levels");
        if (levels.isEmpty()) {
            throw map.mistake("levels", "is missing; as in: levels: {m1: tumbling 1m}");
        }
        for (String level : levels.keySet()) {
            name(map, "levels." + level, level);
            if (inputs.stream().anyMatch(other -> other.name().equals(level))) {
                throw map.mistake("levels", "has " + level + ", which is an input's name too; choose another");
            }
        }
        Windows windows = new Windows(
                of,
                map.list("key").orElseThrow(() -> map.mistake("key", "is missing; as in: key: symbol")),
                map.required("time", "time: ts"),
                map.list("sequence"),
                map.list("aggregates")
                        .orElseThrow(() ->
                                map.mistake("aggregates", "is missing; as in: aggregates: ohlcv(price, quantity)")),
                levels,
                map.text("grace"),
                map.text("idle"),
                map.number("partitions", 2, 1, 10_000),
                map.settings("settings"));
        map.end();
        return windows;
    }

    private Table table(YamlMap outputs, String key, YamlMap map, List<Input> inputs, Optional<Windows> windows) {
        Optional<Input> input = inputs.stream()
                .filter(candidate -> candidate.name().equals(key))
                .findAny();
        List<String> levels = windows.map(Windows::names).orElse(List.of());
        if (input.isEmpty() && !levels.contains(key)) {
            throw outputs.mistake(
                    "tables",
                    "has " + key + ", which is none of the inputs "
                            + inputs.stream().map(Input::name).toList() + " and windows " + levels);
        }
        if (input.isPresent() && input.get().framing() == Framing.BYTES) {
            throw outputs.mistake(
                    "tables",
                    "has " + key + ", whose chunks of bytes are no rows; remove it, or use framing: line-chunks");
        }
        if (input.isPresent()
                && input.get().framing() == Framing.LINE_CHUNKS
                && input.get().schema().isEmpty()) {
            throw outputs.mistake(
                    "tables", "has " + key + ", which has no schema; give the input one, as in " + SCHEMA_EXAMPLE);
        }
        Table table = new Table(key, map.list("partition"), map.number("tasks", 1, 1, 1_000), map.settings("settings"));
        map.end();
        return table;
    }

    private String lake(YamlMap map) {
        String place = map.required("lake", "lake: /data/lake");
        return place.startsWith("s3://") ? place : directory(map, "lake").toString();
    }

    private Path directory(YamlMap map, String key) {
        String text = map.required(key, key + ": /data/trades");
        try {
            Path path = base.resolve(text).normalize();
            if (path.toString().contains(",") || path.toString().contains("=")) {
                throw map.mistake(key, "is " + path + "; it must not contain a comma or an equals sign");
            }
            return path;
        } catch (InvalidPathException e) {
            throw map.mistake(key, "is '" + text + "', which cannot be a path: " + e.getReason());
        }
    }

    private static long millis(YamlMap map, String key, String otherwise) {
        String text = map.text(key).orElse(otherwise);
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw map.mistake(key, "is '" + text + "'; it must be a number and ms, s, m or h, as in 10s");
        }
        long unit = switch (time.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        return Long.parseLong(time.group(1)) * unit;
    }

    private static String name(YamlMap map, String key, String name) {
        if (!NAME.matcher(name).matches()) {
            throw map.mistake(
                    key, "is called '" + name + "'; a name is a letter, then up to 60 letters, digits, - and _");
        }
        return name;
    }
}
