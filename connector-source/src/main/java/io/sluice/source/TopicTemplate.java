package io.sluice.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The topic of a file: the setting {@code topic}, with {@code ${directory}}, {@code ${file}}, {@code ${name}}, {@code ${root}}
 * and the named groups of {@code topic.pattern} filled in. A file keeps its topic when it is rotated, as its name is taken
 * without what rotation and compression put behind it. Immutable.
 */
final class TopicTemplate {

    /** What of a file can be in the name of its topic. */
    record FileNames(String root, String directory, String name) {

        /** The path below the root. */
        String path() {
            return directory.isEmpty() ? name : directory + "/" + name;
        }

        private String withoutExtension() {
            int dot = name.lastIndexOf('.');
            return dot > 0 ? name.substring(0, dot) : name;
        }
    }

    private static final Set<String> BUILT_IN = Set.of("directory", "file", "name", "root");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    private final String text;
    private final Pattern pattern;
    private final List<Part> parts;

    /** Adds a piece of a topic's name. */
    private interface Part {
        void addTo(StringBuilder name, FileNames file, Matcher matched);
    }

    private TopicTemplate(String text, Pattern pattern, List<Part> parts) {
        this.text = text;
        this.pattern = pattern;
        this.parts = parts;
    }

    /**
     * @param pattern null if there is none
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static TopicTemplate parse(String text, Pattern pattern) {
        List<Part> parts = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        int from = 0;
        while (variable.find()) {
            literal(text, text.substring(from, variable.start()), parts);
            parts.add(variable(text, variable.group(1), pattern));
            from = variable.end();
        }
        literal(text, text.substring(from), parts);
        if (from == 0 && !TopicNames.isLegal(text)) {
            throw new IllegalArgumentException(TopicNames.illegal(text));
        }
        return new TopicTemplate(text, pattern, List.copyOf(parts));
    }

    private static void literal(String text, String piece, List<Part> parts) {
        piece.chars().filter(c -> !TopicNames.isLegalCharacter(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(
                    "'" + text + "' holds '" + (char) c
                            + "', which the name of a topic cannot: use letters, digits, '.', '_', '-' and variables like ${name}");
        });
        if (!piece.isEmpty()) {
            parts.add((name, file, matched) -> name.append(piece));
        }
    }

    private static Part variable(String text, String variable, Pattern pattern) {
        if (pattern != null && hasGroup(pattern, variable)) {
            return (name, file, matched) -> {
                String group = matched.group(variable);
                name.append(TopicNames.escaped(group == null ? "" : group));
            };
        }
        return switch (variable) {
            case "directory" -> part(file -> file.directory().replace('/', '.'));
            case "file" -> part(FileNames::name);
            case "name" -> part(FileNames::withoutExtension);
            case "root" -> part(FileNames::root);
            default ->
                throw new IllegalArgumentException("'" + text + "' holds ${" + variable + "}, which is neither one of "
                        + BUILT_IN.stream().sorted().collect(Collectors.joining(", "))
                        + " nor a named group of topic.pattern: add (?<" + variable + ">...) there, or take it out");
        };
    }

    private static Part part(Function<FileNames, String> value) {
        return (name, file, matched) -> name.append(TopicNames.escaped(value.apply(file)));
    }

    /** Java 17 does not tell the groups of a pattern, but refuses to define one twice. */
    private static boolean hasGroup(Pattern pattern, String group) {
        if (!group.matches("[A-Za-z][A-Za-z0-9]*")) {
            return false;
        }
        try {
            Pattern unused = Pattern.compile("(?<" + group + ">)" + pattern.pattern(), pattern.flags());
            return false;
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    boolean isOneTopic() {
        return VARIABLE.matcher(text).results().findAny().isEmpty();
    }

    /** @throws IllegalArgumentException if the file does not match {@code topic.pattern}, or its topic would have no name */
    String topicOf(FileNames file) {
        Matcher matched = null;
        if (pattern != null) {
            matched = pattern.matcher(file.path());
            if (!matched.matches()) {
                throw new IllegalArgumentException("topic.pattern '" + pattern + "' does not match its path '"
                        + file.path() + "': let it match every file, or exclude this one");
            }
        }
        StringBuilder name = new StringBuilder();
        for (Part part : parts) {
            part.addTo(name, file, matched);
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("topic '" + text + "' is empty for its path '" + file.path()
                    + "': put some text that does not come from the file into it");
        }
        return TopicNames.finished(name.toString());
    }

    @Override
    public String toString() {
        return text;
    }
}
