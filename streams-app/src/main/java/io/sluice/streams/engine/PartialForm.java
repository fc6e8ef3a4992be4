package io.sluice.streams.engine;

/**
 * How what goes through the repartition topic is written. A record is a version, a kind and what belongs to that kind:
 *
 * <ul>
 *   <li>{@link #PARTIALS}: an {@link Origin}, then for each key its bytes, its parts, each of the level's number plus one,
 *       the window's start, for sessions its end, and the values; a zero; whether the key's high-water mark follows; the
 *       mark;
 *   <li>{@link #INPUT_ENDED}: the input;
 *   <li>{@link #UPSTREAM}: a task's number, how many there are, whether it is at the end of its partitions, and what time
 *       passes between two such records, in milliseconds.
 * </ul>
 *
 * <p>Stateless.
 */
final class PartialForm {
    static final int VERSION = 1;
    static final int PARTIALS = 0;
    static final int INPUT_ENDED = 1;
    static final int UPSTREAM = 2;

    private PartialForm() {}
}
