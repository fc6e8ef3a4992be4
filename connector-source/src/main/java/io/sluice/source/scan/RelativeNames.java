package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.Arrays;

/** The names of a path below a directory, one by one: what globs are matched with. */
final class RelativeNames {

    private static final String[] NONE = {};

    private RelativeNames() {}

    /** @param path the directory itself, or below it */
    static String[] of(Path directory, Path path) {
        int from = directory.getNameCount();
        int count = path.getNameCount() - from;
        String[] names = count == 0 ? NONE : new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = path.getName(from + i).toString();
        }
        return names;
    }

    static String[] append(String[] directory, String name) {
        String[] names = Arrays.copyOf(directory, directory.length + 1);
        names[directory.length] = name;
        return names;
    }
}
