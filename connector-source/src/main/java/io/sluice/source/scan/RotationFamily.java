package io.sluice.source.scan;

/**
 * What a file has in common with those that it is rotated to: root, directory, and the name without what rotation and
 * compression put behind it. One task owns a whole family, so a rename within it needs no hand-over. {@link
 * RotationRule#of} finds it.
 *
 * <p>Its text is {@code logs:/dir/app.log}: the root's id, a colon, and the path below the root. It is never ambiguous,
 * as an id holds no colon and a name no slash. Control characters, which a person could not see, and the percent sign are
 * written as {@code %0A}.
 *
 * @param rootId of the root
 * @param directory below the root, its names joined by slashes; empty for the root itself
 * @param name of the family, which is the name of the file that is written to
 */
public record RotationFamily(String rootId, String directory, String name) {

    private static final String HEX = "0123456789ABCDEF";

    public RotationFamily {
        if (rootId.isEmpty() || rootId.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the root of a family is '" + rootId
                    + "': it must be the id of a root, which is not empty and holds no colon");
        }
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "the name of a family is '" + name + "': it must be one name, not empty and without a slash");
        }
        if (directory.startsWith("/") || directory.endsWith("/") || directory.contains("//")) {
            throw new IllegalArgumentException("the directory of a family is '" + directory
                    + "': it must be names with single slashes between them, or empty");
        }
    }

    /** Reads what {@link #toString} wrote. */
    public static RotationFamily parse(String text) {
        int colon = text.indexOf(":/");
        int slash = text.lastIndexOf('/');
        if (colon < 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no rotation family: that looks like 'root:/directory/name'");
        }
        String directory = slash == colon + 1 ? "" : text.substring(colon + 2, slash);
        RotationFamily family = new RotationFamily(
                text.substring(0, colon), plain(directory, text), plain(text.substring(slash + 1), text));
        if (!family.toString().equals(text)) {
            throw new IllegalArgumentException("'" + text + "' is no rotation family: it would be written " + family);
        }
        return family;
    }

    /** Whether it is the name of the file that is written to, and not one that this was rotated to. */
    public boolean isBase(String fileName) {
        return name.equals(fileName);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rootId.length() + directory.length() + name.length() + 3);
        text.append(rootId).append(":/");
        if (!directory.isEmpty()) {
            write(directory, text);
            text.append('/');
        }
        write(name, text);
        return text.toString();
    }

    private static void write(String plain, StringBuilder text) {
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c < ' ' || c == 0x7F || c == '%') {
                text.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                text.append(c);
            }
        }
    }

    private static String plain(String written, String whole) {
        if (written.indexOf('%') < 0) {
            return written;
        }
        StringBuilder plain = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '%') {
                int high = i + 2 < written.length() ? HEX.indexOf(written.charAt(i + 1)) : -1;
                int low = i + 2 < written.length() ? HEX.indexOf(written.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            "'" + whole + "' is no rotation family: a percent sign must be followed by two of " + HEX);
                }
                c = (char) (high << 4 | low);
                i += 2;
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
