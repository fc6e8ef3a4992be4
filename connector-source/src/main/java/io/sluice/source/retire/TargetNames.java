package io.sluice.source.retire;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The names that a file may have in a directory, the best first: {@code a.csv.gz}, {@code a-1.csv.gz}, {@code a-2.csv.gz} and so
 * on. Immutable.
 *
 * @param name of the file
 * @param suffix behind it
 */
record TargetNames(Path directory, String name, String suffix) implements Iterable<Path> {

    /** With more of one name in a directory, something is wrong. */
    private static final int MOST = 10_000;

    private static final int MOST_BYTES = 255;

    @Override
    public Iterator<Path> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < MOST;
            }

            @Override
            public Path next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return directory.resolve(numbered(next++));
            }
        };
    }

    private String numbered(int number) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String end = (number == 0 ? "" : "-" + number) + (dot > 0 ? name.substring(dot) : "") + suffix;
        return cut(stem, MOST_BYTES - bytes(end)) + end;
    }

    private static String cut(String stem, int most) {
        String kept = stem;
        while (bytes(kept) > most && kept.length() > 1) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
