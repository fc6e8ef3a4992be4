package io.sluice.streams.engine;

/**
 * How what goes through the repartition topic is written. A record is a version, a kind and what belongs to that kind:
 *
 * <ul>
 *   <li>{@link #PARTIALS}: for each key its bytes; then for each input that has fed it {@link #INPUTS} plus the input's
 *       number in this record, where it has a new one the {@link Origin}, its parts, each of the level's number plus one,
 *       the window's start, for sessions its end, the offset of the first record behind the origin's, that of the last
 *       behind the first, and the values; a zero; whether the input's high-water mark for the key follows; the mark; and
 *       behind the last input {@link #KEY_IS_WHOLE} or {@link #KEY_GOES_ON};
 *   <li>{@link #INPUT_ENDED}: the input;
 *   <li>{@link #UPSTREAM}: a task's number, how many there are, whether it is at the end of its partitions, what time
 *       passes between two such records, in milliseconds, and the event time that it has reached;
 *   <li>{@link #PROGRESS}: a task's number, how many there are, and the event time that it has reached: less than {@link
 *       #UPSTREAM}, and more often.
 * </ul>
 *
 * <p>Stateless.
 */
final class PartialForm {
    static final int VERSION = 3;

    static final int PARTIALS = 0;
    static final int INPUT_ENDED = 1;
    static final int UPSTREAM = 2;
    static final int PROGRESS = 3;

    /** All of the key that was folded has come: what its inputs have passed can close. */
    static final int KEY_IS_WHOLE = 0;
    /** The rest comes with the next record. */
    static final int KEY_GOES_ON = 1;
    /** The least number of an input. */
    static final int INPUTS = 2;

    private PartialForm() {}
}
