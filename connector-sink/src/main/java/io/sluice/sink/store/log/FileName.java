package io.sluice.sink.store.log;

import io.sluice.sink.store.targets.ObjectNames;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the writer of a claimed log calls a file: {@code orders-1-40-7-1200.parquet}. It tells the claim, so that who finds such
 * a file staged knows whether its writer can still commit it. Immutable.
 *
 * @param log escaped, and of a long one the beginning and a hash
 * @param epoch the number of the claim
 * @param ordinal which file of the claim
 * @param first the first offset that may be in it
 */
public record FileName(String log, long epoch, long ordinal, long first) {
    private static final int MOST_LOG_BYTES = 120;
    private static final Pattern FORM =
            Pattern.compile("(.+)-([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})" + Pattern.quote(DataFile.SUFFIX));

    /** What the names of a log's files begin with, before the number of the claim. */
    public static String logPart(String log) {
        return ObjectNames.shorten(ObjectNames.escape(log), MOST_LOG_BYTES);
    }

    /** Of the name of an object, with or without directories; empty if no claimed log would call it so. */
    public static Optional<FileName> parse(String object) {
        Matcher matcher = FORM.matcher(object.substring(object.lastIndexOf('/') + 1));
        return matcher.matches()
                ? Optional.of(new FileName(
                        matcher.group(1),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3)),
                        Long.parseLong(matcher.group(4))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return log + "-" + epoch + "-" + ordinal + "-" + first + DataFile.SUFFIX;
    }
}
