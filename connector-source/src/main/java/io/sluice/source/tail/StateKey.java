package io.sluice.source.tail;

import io.sluice.source.scan.FoundFile;

/**
 * Under what the state of a content is stored: the family under whose name it was read, and in it the file's inode number; or,
 * once another content of the family has the inode, the content's id.
 *
 * <p>The family is in it because each family is one task's. A disk gives the inode of a deleted file to the next one, which is
 * often another task's: under the inode alone the two would write over each other's states, one of them for a file that is gone.
 *
 * @param family as {@link Families} has it
 * @param slot an inode number or an id; both are without a number sign and a comma
 */
public record StateKey(String family, String slot) {

    static StateKey of(String family, FoundFile found) {
        return new StateKey(family, Long.toString(found.stat().inode()));
    }

    /** What the file is under all its names; null if the state is stored under the content's id. */
    String inode() {
        return slot.indexOf(':') >= 0 ? null : family.substring(0, family.indexOf(':') + 1) + slot;
    }

    /** As a person sees it, and may write it: {@code logs:/dir/app.log#1234567}. */
    @Override
    public String toString() {
        return family + "#" + slot;
    }

    /** Reads what {@link #toString} wrote. */
    public static StateKey parse(String text) {
        int sign = text.lastIndexOf('#');
        if (sign < 1 || sign == text.length() - 1) {
            throw new IllegalArgumentException(
                    "'" + text + "' names no file: that looks like 'root:/directory/name#inode'");
        }
        return new StateKey(text.substring(0, sign), text.substring(sign + 1));
    }
}
