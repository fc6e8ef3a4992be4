package io.sluice.source.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for paths relative to a root, without braces: those stand for several of these. Immutable.
 *
 * <p>It is matched name by name, with the set of places in the pattern that the names so far may lead to. So it can tell
 * not only whether a path matches but also whether anything below a directory could, and never backtracks over a path.
 */
final class Glob {

    /** The places of a pattern are bits of a long. */
    private static final int MOST_NAMES = 60;

    /** One name of the pattern. A null pattern stands for {@code **}. */
    private final List<Pattern> names;

    private Glob(List<Pattern> names) {
        this.names = names;
    }

    /**
     * Reads a glob, and refuses one that is none.
     *
     * @param setting it comes from, for messages
     */
    static List<Glob> parse(String setting, String text) {
        try {
            List<Glob> globs = new ArrayList<>();
            for (String alternative : Braces.expand(text)) {
                globs.add(parseOne(alternative));
            }
            return globs;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a glob of " + setting + " is '" + text + "': " + e.getMessage(), e);
        }
    }

    private static Glob parseOne(String text) {
        List<Pattern> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "it must be relative to the root, with names between single slashes and none at its end");
            }
            if (name.equals(".") || name.equals("..")) {
                throw new IllegalArgumentException("it must not hold the names '.' and '..'");
            }
            if (name.equals("**")) {
                if (names.isEmpty() || names.get(names.size() - 1) != null) {
                    names.add(null);
                }
            } else if (name.contains("**")) {
                throw new IllegalArgumentException(
                        "'**' must stand alone between slashes, as in '**/*.log'; within a name one '*' is enough");
            } else {
                names.add(pattern(name));
            }
        }
        if (names.size() > MOST_NAMES) {
            throw new IllegalArgumentException("it must have at most " + MOST_NAMES + " names");
        }
        return new Glob(names);
    }

    private static Pattern pattern(String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                case '[' -> i = characterClass(name, i, regex);
                case '\\' -> {
                    if (++i == name.length()) {
                        throw new IllegalArgumentException("it must not end with a single backslash");
                    }
                    literal(name.charAt(i), regex);
                }
                default -> literal(c, regex);
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static void literal(char c, StringBuilder regex) {
        if (c < 128 && !Character.isLetterOrDigit(c)) {
            regex.append('\\');
        }
        regex.append(c);
    }

    /** Writes the class that begins at {@code open}; returns where it ends. */
    private static int characterClass(String name, int open, StringBuilder regex) {
        int i = open + 1;
        regex.append('[');
        if (i < name.length() && (name.charAt(i) == '!' || name.charAt(i) == '^')) {
            regex.append('^');
            i++;
        }
        int first = i;
        for (; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ']' && i > first) {
                regex.append(']');
                try {
                    Pattern unused = Pattern.compile(regex.substring(regex.lastIndexOf("[")));
                } catch (PatternSyntaxException e) {
                    throw new IllegalArgumentException("the class " + name.substring(open, i + 1) + " is none", e);
                }
                return i;
            }
            boolean range = c == '-' && i > first;
            if (range) {
                regex.append('-');
            } else {
                literal(c == '\\' && i + 1 < name.length() ? name.charAt(++i) : c, regex);
            }
        }
        throw new IllegalArgumentException("a '[' must be closed by a ']' before the next '/'");
    }

    /** Whether it is for a name in any one directory. */
    boolean isForOneName() {
        return names.size() == 1 && names.get(0) != null;
    }

    /** Whether the path of a file matches. */
    boolean matches(String[] path) {
        return (places(path) & 1L << names.size()) != 0;
    }

    /** Whether a directory matches, or everything in it does. */
    boolean covers(String[] directory) {
        long places = places(directory);
        boolean everythingBelow = isLast(null) && (places & 1L << (names.size() - 1)) != 0;
        return everythingBelow || (places & 1L << names.size()) != 0;
    }

    /** Whether something below the directory could match. */
    boolean mayMatchBelow(String[] directory) {
        return (places(directory) & ((1L << names.size()) - 1)) != 0;
    }

    private boolean isLast(Pattern name) {
        return names.get(names.size() - 1) == name;
    }

    private long places(String[] path) {
        long places = passing(1L);
        for (String name : path) {
            long next = 0;
            for (int i = 0; i < names.size(); i++) {
                if ((places & 1L << i) == 0) {
                    continue;
                }
                Pattern pattern = names.get(i);
                if (pattern == null) {
                    // At the end it has to stand for one name at least: "a/**" is what is in a, not a.
                    next |= 1L << i | (i == names.size() - 1 ? 1L << (i + 1) : 0);
                } else if (pattern.matcher(name).matches()) {
                    next |= 1L << (i + 1);
                }
            }
            places = passing(next);
        }
        return places;
    }

    /** Adds the places behind each {@code **}, which may stand for nothing. */
    private long passing(long places) {
        long all = places;
        for (int i = 0; i < names.size() - 1; i++) {
            if ((all & 1L << i) != 0 && names.get(i) == null) {
                all |= 1L << (i + 1);
            }
        }
        return all;
    }
}
