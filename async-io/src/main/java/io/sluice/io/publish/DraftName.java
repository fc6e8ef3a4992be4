package io.sluice.io.publish;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a draft: {@code .<target>.<owner>.<16 hexadecimal digits>.tmp}, hidden and never with the target's own
 * suffix. A name is recognised by all its parts, so the drafts of {@code sink-1} are never those of {@code sink-11}.
 *
 * @param target the name it will be published under, cut if it is too long for the file system
 * @param owner who writes it
 * @param digits what makes it unique
 */
record DraftName(String target, String owner, String digits) {
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern NAME =
            Pattern.compile("\\.(.+)\\.([A-Za-z0-9_-]{1,64})\\.([0-9a-f]{16})\\.(tmp|draft)", Pattern.DOTALL);

    /** The longest file name of the common file systems. */
    private static final int MOST_NAME_BYTES = 255;

    static void requireOwner(String owner) {
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException(
                    "owner is '" + owner + "', but must be 1 to 64 of letters, digits, '_' and '-'");
        }
    }

    static Optional<DraftName> parse(String fileName) {
        Matcher name = NAME.matcher(fileName);
        return name.matches()
                ? Optional.of(new DraftName(name.group(1), name.group(2), name.group(3)))
                : Optional.empty();
    }

    String fileName() {
        String end = "." + owner + "." + digits + (target.endsWith(".tmp") ? ".draft" : ".tmp");
        return "." + cut(target, MOST_NAME_BYTES - 1 - end.length()) + end;
    }

    private static String cut(String name, int mostBytes) {
        String kept = name;
        while (kept.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
        }
        return kept;
    }
}
