package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A directory whose files are read.
 *
 * @param id a short name that stays the same when the directory is mounted elsewhere: part of every file's identity;
 *     letters, digits, {@code .}, {@code _} and {@code -}, so that what follows it after a colon is never ambiguous
 * @param directory where it is now: an absolute path without {@code .} and {@code ..}
 */
public record ScanRoot(String id, Path directory) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    public ScanRoot {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a root is '" + id
                    + "': it must be 1 to 64 letters, digits, '.', '_' or '-', and not begin with '.' or '-'");
        }
        if (!directory.isAbsolute() || !directory.equals(directory.normalize())) {
            throw new IllegalArgumentException("the directory of root '" + id + "' is '" + directory
                    + "': it must be an absolute path without '.' and '..'");
        }
    }
}
