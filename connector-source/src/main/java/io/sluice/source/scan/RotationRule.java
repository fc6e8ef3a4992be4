package io.sluice.source.scan;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds the {@link RotationFamily} of a file from its path. Immutable.
 *
 * <p>{@link #tail}: takes from the end of the name what rotation put there, again and again, and one compression suffix
 * ({@code .gz .zst .bz2 .xz .lz4}). What rotation puts there is a number of up to five digits after a dot, a date or a
 * date and time after {@code . - _} (with or without separators, also year and month or year and week, also with a number
 * behind it), seconds or milliseconds since 1970 after {@code . -}, and {@code .old}. So {@code app.log.1}, {@code
 * app.log-20240101-1704067200.zst} and {@code app.log.2024-01-01-13} belong to {@code app.log}; {@code
 * trades-20240101.csv} and {@code part-0001.csv} have their number before the extension and are files of their own. A
 * name <i>without</i> an extension that ends in a date, {@code trades-20240101}, counts as rotated, as {@code
 * messages-20240101} is: where that is wrong, give a {@link #custom} rule. To take two files for one family by mistake
 * does no harm but that one task reads both.
 *
 * <p>{@link #complete}: takes the compression suffix only.
 *
 * <p>{@link #custom}: the whole name must match the user's pattern; its group {@code family} is then the family's name.
 * A name that does not match, or whose group is empty, is a family of its own.
 */
public final class RotationRule {

    private static final String GROUP = "family";

    private static final Pattern COMPRESSED =
            Pattern.compile("(?<=.)\\.(gz|zst|bz2|xz|lz4)$", Pattern.CASE_INSENSITIVE);

    private static final String YEAR = "(19|20)\\d\\d";
    private static final String MONTH = "(0[1-9]|1[0-2])";
    private static final String DAY = "(0[1-9]|[12]\\d|3[01])";
    private static final String TIME = "([-T_.]?([01]\\d|2[0-4])([-:_.]?[0-5]\\d){0,2}([.,]\\d{1,9})?Z?)";
    private static final String DATE =
            "[-._]" + YEAR + "([-._]?" + MONTH + "[-._]?" + DAY + TIME + "?|[-._]?" + MONTH + "|-?W[0-5]\\d)";

    private static final Pattern ROTATED = Pattern.compile(
            "(?<=.)(\\.\\d{1,5}|" + DATE + "([-._]\\d{1,5})?|[-.]\\d{10}|[-.]\\d{13}|\\.old)$",
            Pattern.CASE_INSENSITIVE);

    private final Pattern custom;
    private final boolean rotates;

    private RotationRule(Pattern custom, boolean rotates) {
        this.custom = custom;
        this.rotates = rotates;
    }

    /** For files that grow and are rotated. */
    public static RotationRule tail() {
        return new RotationRule(null, true);
    }

    /** For files that are there as a whole. */
    public static RotationRule complete() {
        return new RotationRule(null, false);
    }

    /** A user's own rule, for whole names, with a group {@code family}. */
    public static RotationRule custom(Pattern pattern) {
        if (!hasGroup(pattern)) {
            throw new IllegalArgumentException(
                    "the rotation pattern is '" + pattern + "': it must have a group (?<" + GROUP + ">...)");
        }
        return new RotationRule(pattern, false);
    }

    /** Java 17 does not tell the groups of a pattern, but refuses to define one twice. */
    private static boolean hasGroup(Pattern pattern) {
        try {
            Pattern unused = Pattern.compile("(?<" + GROUP + ">)" + pattern.pattern(), pattern.flags());
            return false;
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    /** The family of a file below the root. */
    public RotationFamily of(ScanRoot root, Path path) {
        String[] names = RelativeNames.of(root.directory(), path);
        if (names.length == 0 || !path.startsWith(root.directory())) {
            throw new IllegalArgumentException(path + " is not below root " + root.id() + " at " + root.directory());
        }
        String directory = String.join("/", Arrays.copyOf(names, names.length - 1));
        return new RotationFamily(root.id(), directory, familyName(names[names.length - 1]));
    }

    String familyName(String name) {
        if (custom != null) {
            return customName(name);
        }
        String rest = name;
        boolean mayBeCompressed = true;
        while (mayHaveSuffix(rest)) {
            String shorter = rotates ? without(ROTATED, rest) : rest;
            if (mayBeCompressed && shorter.equals(rest)) {
                shorter = without(COMPRESSED, rest);
                mayBeCompressed = shorter.equals(rest);
            }
            if (shorter.equals(rest)) {
                return rest;
            }
            rest = shorter;
        }
        return rest;
    }

    /** Most names show by their last character that nothing is behind them: for those this is all that is done. */
    private static boolean mayHaveSuffix(String name) {
        char last = name.isEmpty() ? 0 : name.charAt(name.length() - 1);
        return (last >= '0' && last <= '9') || "dDtTzZ".indexOf(last) >= 0;
    }

    private static String without(Pattern suffix, String name) {
        Matcher matcher = suffix.matcher(name);
        return matcher.find() ? name.substring(0, matcher.start()) : name;
    }

    private String customName(String name) {
        Matcher matcher = custom.matcher(name);
        String family = matcher.matches() ? matcher.group(GROUP) : null;
        return family == null || family.isEmpty() ? name : family;
    }
}
