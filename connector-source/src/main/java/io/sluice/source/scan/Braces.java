package io.sluice.source.scan;

import java.util.ArrayList;
import java.util.List;

/** Writes out the alternatives of {@code {a,b}} in a glob, nested ones too. */
final class Braces {

    private static final int MOST = 1_000;

    private Braces() {}

    static List<String> expand(String text) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(List.of(text));
        while (!open.isEmpty()) {
            String next = open.remove(open.size() - 1);
            int from = find(next, 0, '{');
            if (from < 0) {
                if (find(next, 0, '}') >= 0) {
                    throw new IllegalArgumentException("a '}' must have a '{' before it");
                }
                done.add(next);
            } else {
                split(next, from, open);
            }
            if (done.size() + open.size() > MOST) {
                throw new IllegalArgumentException("its braces must stand for at most " + MOST + " patterns");
            }
        }
        return done;
    }

    private static void split(String text, int from, List<String> alternatives) {
        int depth = 0;
        int start = from + 1;
        List<String> pieces = new ArrayList<>();
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = endOfClass(text, i);
            } else if (c == '{') {
                depth++;
            } else if (c == ',' && depth == 1) {
                pieces.add(text.substring(start, i));
                start = i + 1;
            } else if (c == '}' && --depth == 0) {
                pieces.add(text.substring(start, i));
                for (String piece : pieces) {
                    alternatives.add(text.substring(0, from) + piece + text.substring(i + 1));
                }
                return;
            }
        }
        throw new IllegalArgumentException("a '{' must be closed by a '}'");
    }

    private static int find(String text, int from, char wanted) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == wanted) {
                return i;
            }
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                i = endOfClass(text, i);
            }
        }
        return -1;
    }

    /** Where the class ends that begins at {@code open}; {@code open} if it does not. */
    private static int endOfClass(String text, int open) {
        int first = open + 1;
        if (first < text.length() && (text.charAt(first) == '!' || text.charAt(first) == '^')) {
            first++;
        }
        for (int i = first; i < text.length() && text.charAt(i) != '/'; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == ']' && i > first) {
                return i;
            }
        }
        return open;
    }
}
