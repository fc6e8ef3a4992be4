package io.sluice.deploy.command.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping in a pipeline file. What is asked for is ticked off; what is left at the {@link #end} is a mistake. Used by one
 * thread.
 */
final class YamlMap {
    private final String file;
    private final String path;
    private final Node self;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private YamlMap(String file, String path, Node self, List<NodeTuple> entries) {
        this.file = file;
        this.path = path;
        this.self = self;
        for (NodeTuple entry : entries) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw mistake(entry.getKeyNode(), path, "has a key that is no word; write key: value");
            }
            if (values.put(key.getValue(), entry.getValueNode()) != null) {
                throw mistake(key, at(key.getValue()), "is there twice; remove one");
            }
            lines.put(key.getValue(), line(key));
        }
    }

    static YamlMap of(String file, String path, Node node) {
        if (node instanceof MappingNode map) {
            return new YamlMap(file, path, node, map.getValue());
        }
        // As in "trades:" with nothing behind it.
        if (Tag.NULL.equals(node.getTag())) {
            return new YamlMap(file, path, node, List.of());
        }
        throw new PipelineMistake(file + ":" + line(node) + ": " + (path.isEmpty() ? "the file" : path)
                + " must hold keys with values, one in each line: key: value");
    }

    Optional<String> text(String key) {
        return value(key).map(node -> scalar(at(key), node));
    }

    String required(String key, String example) {
        return text(key)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> mistake(key, "is missing; as in: " + example));
    }

    int number(String key, int otherwise, int least, int most) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw mistake(key, "is '" + text.get() + "'; it must be a number from " + least + " to " + most);
    }

    String oneOf(String key, String otherwise, List<String> allowed) {
        String text = text(key).orElse(otherwise);
        if (!allowed.contains(text)) {
            throw mistake(key, "is '" + text + "'; it must be one of " + String.join(", ", allowed));
        }
        return text;
    }

    boolean yes(String key, boolean otherwise) {
        return oneOf(key, Boolean.toString(otherwise), List.of("true", "false")).equals("true");
    }

    /** A text, or a list of texts, joined by commas. */
    Optional<String> list(String key) {
        Optional<Node> node = value(key);
        if (node.isPresent() && node.get() instanceof SequenceNode sequence) {
            return Optional.of(sequence.getValue().stream()
                    .map(item -> scalar(at(key), item))
                    .collect(Collectors.joining(",")));
        }
        return node.map(single -> scalar(at(key), single));
    }

    Optional<YamlMap> map(String key) {
        return value(key).map(node -> of(file, at(key), node));
    }

    /** A mapping of names that the user chose to mappings. */
    Map<String, YamlMap> named(String key) {
        Map<String, YamlMap> named = new LinkedHashMap<>();
        map(key).ifPresent(all -> all.values.forEach((name, node) -> named.put(name, of(file, all.at(name), node))));
        return named;
    }

    /** A mapping of any keys to texts. */
    Map<String, String> settings(String key) {
        Map<String, String> settings = new LinkedHashMap<>();
        map(key).ifPresent(all -> all.values.forEach((name, node) -> settings.put(name, scalar(all.at(name), node))));
        return settings;
    }

    /** Everything has been asked for that is known here; what is left is a mistake. */
    void end() {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw mistake(key, "is not known here; known are " + String.join(", ", known));
            }
        }
    }

    PipelineMistake mistake(String key, String what) {
        return new PipelineMistake(file + ":" + lines.getOrDefault(key, line(self)) + ": " + at(key) + " " + what);
    }

    private PipelineMistake mistake(Node node, String where, String what) {
        return new PipelineMistake(file + ":" + line(node) + ": " + where + " " + what);
    }

    /** What is left empty counts as not there. */
    private Optional<Node> value(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key)).filter(node -> !Tag.NULL.equals(node.getTag()));
    }

    private String scalar(String where, Node node) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw mistake(node, where, "must be a text or a number; put it in quotes if it has brackets or braces");
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
