package io.sluice.deploy.page;

/**
 * Something that went wrong, with where it was. Immutable.
 *
 * @param id given by the {@link PageBoard}
 * @param at in epoch milliseconds
 * @param kind {@code dead-letter}, {@code invalid}, {@code late}, {@code failed-task}, {@code failed-file} or {@code error}
 * @param topic of the record, null if it is of none
 * @param file that it came from, null if that is not known
 */
public record Problem(
        long id,
        long at,
        String kind,
        String reason,
        String topic,
        Integer partition,
        Long offset,
        String file,
        Long position) {

    /** One of no record. */
    public static Problem of(long at, String kind, String reason) {
        return new Problem(0, at, kind, reason, null, null, null, null, null);
    }

    /** One of a file. */
    public static Problem ofFile(long at, String reason, String file, long position) {
        return new Problem(0, at, "failed-file", reason, null, null, null, file, position);
    }

    /** The same, when it is known which file its record came from. */
    public Problem from(String whichFile, Long where) {
        return new Problem(id, at, kind, reason, topic, partition, offset, whichFile, where);
    }

    Problem numbered(long number) {
        return new Problem(number, at, kind, reason, topic, partition, offset, file, position);
    }
}
