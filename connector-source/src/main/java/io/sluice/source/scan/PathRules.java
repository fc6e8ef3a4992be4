package io.sluice.source.scan;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A {@link NameFilter}, ready for use. Immutable. */
final class PathRules {

    private final List<Glob> include;
    private final List<Glob> exclude;
    private final List<Glob> temporary;
    private final boolean hidden;

    PathRules(NameFilter filter) {
        include = globs("include", filter.include()).toList();
        exclude = globs("exclude", filter.exclude()).toList();
        temporary = globs("temporary", filter.temporary()).toList();
        hidden = filter.hidden();
    }

    private static Stream<Glob> globs(String setting, List<String> texts) {
        return texts.stream().flatMap(text -> Glob.parse(setting, text).stream());
    }

    /** Whether a name is not looked at, whatever it is the name of. */
    boolean ignores(String name) {
        if (!hidden && name.startsWith(".")) {
            return true;
        }
        String[] path = {name};
        for (Glob glob : temporary) {
            if (glob.matches(path)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a file is read. Its directory is one that is entered. */
    boolean wants(String[] path) {
        return include.stream().anyMatch(glob -> glob.matches(path))
                && exclude.stream().noneMatch(glob -> glob.matches(path));
    }

    /** Whether a directory may hold files that are read. The one it is in is entered. */
    boolean enters(String[] directory) {
        return include.stream().anyMatch(glob -> glob.mayMatchBelow(directory))
                && exclude.stream().noneMatch(glob -> glob.covers(directory));
    }

    /** Whether a scan from the root on comes into a directory. */
    boolean reaches(String[] directory) {
        for (int i = 1; i <= directory.length; i++) {
            if (ignores(directory[i - 1]) || !enters(Arrays.copyOf(directory, i))) {
                return false;
            }
        }
        return true;
    }
}
