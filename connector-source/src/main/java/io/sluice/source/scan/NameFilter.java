package io.sluice.source.scan;

import java.util.List;

/**
 * Which files are wanted, by name.
 *
 * <p>Globs are relative to the root and know {@code **} (any number of directories, none too; alone between slashes; at the
 * end everything below), {@code *}, {@code ?}, {@code {a,b}} and {@code [a-z]}, {@code [!a-z]}; a backslash takes the next
 * character as it is. They tell upper from lower case.
 *
 * @param include a file is wanted if one of these matches
 * @param exclude and none of these does; a directory that one of them matches is not entered
 * @param hidden whether names that begin with a dot are looked at, of files and of directories
 * @param temporary globs for the last name alone: what matches is not finished and not looked at, file or directory
 */
public record NameFilter(List<String> include, List<String> exclude, boolean hidden, List<String> temporary) {

    /** What programs call a file that they are still writing, or that only they shall see. */
    public static final List<String> TEMPORARY = List.of(
            "*.tmp",
            "*.temp",
            "*.part",
            "*.partial",
            "*.crdownload",
            "*.filepart",
            "*.sw[a-p]",
            "*~",
            "#*#",
            ".nfs*",
            ".goutputstream-*",
            "._COPYING_",
            "*._COPYING_");

    /** Every file whose name is neither hidden nor temporary. */
    public static final NameFilter DEFAULT = new NameFilter(List.of("**"), List.of(), false, TEMPORARY);

    private static final int MOST_GLOBS = 1_000;

    public NameFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        temporary = List.copyOf(temporary);
        Checks.within("the number of include globs", include.size(), 1, MOST_GLOBS);
        Checks.within("the number of exclude globs", exclude.size(), 0, MOST_GLOBS);
        Checks.within("the number of temporary globs", temporary.size(), 0, MOST_GLOBS);
        include.forEach(glob -> Glob.parse("include", glob));
        exclude.forEach(glob -> Glob.parse("exclude", glob));
        for (String glob : temporary) {
            if (Glob.parse("temporary", glob).stream().anyMatch(one -> !one.isForOneName())) {
                throw new IllegalArgumentException("a temporary glob is '" + glob
                        + "': it must be for a name alone, so it may hold neither '/' nor '**'");
            }
        }
    }

    public static NameFilter including(String... globs) {
        return new NameFilter(List.of(globs), List.of(), false, TEMPORARY);
    }

    public NameFilter excluding(String... globs) {
        return new NameFilter(include, List.of(globs), hidden, temporary);
    }
}
