package io.sluice.deploy.command.live;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that a source's task could not read, or that lost content. Immutable.
 *
 * @param task which of the connector's
 * @param number of the task's troubles, from 1
 * @param at in epoch milliseconds
 * @param lost whether content was lost; otherwise the file could not be read
 * @param failing whether it cannot be read now
 */
record FileTrouble(
        String task, long number, long at, boolean lost, boolean failing, long position, String path, String reason) {
    /** The attribute that tells them. */
    static final String ATTRIBUTE = "file-troubles";

    private static final Pattern LINE =
            Pattern.compile("([0-9]{1,18}) ([0-9]{1,18}) ([A-Z]+) ([0-9]{1,18}) (\\S+) (\\S*)");

    /** What a task tells, the oldest first; what cannot be understood is left out. */
    static List<FileTrouble> all(String task, String text) {
        List<FileTrouble> all = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                all.add(new FileTrouble(
                        task,
                        Long.parseLong(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        matcher.group(3).equals("LOST"),
                        matcher.group(3).equals("FAILING"),
                        Long.parseLong(matcher.group(4)),
                        decoded(matcher.group(5)),
                        decoded(matcher.group(6))));
            }
        }
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Of the same task, and later; one that has begun anew counts from 1 again. */
    boolean isAfter(FileTrouble other) {
        return at != other.at ? at > other.at : number > other.number;
    }
}
