package io.sluice.io.read.compare;

/**
 * What was counted in a file read as UTF-8.
 *
 * @param bytes its length
 * @param lines its line feeds, as {@code wc -l} counts
 * @param words its runs of characters that are no white space, as {@code wc -w} counts; white space is what Unicode calls a
 *     space or a separator, the no-break ones among them, and the control characters 9 to 13, 28 to 31 and 133
 * @param characters its code points; one for each malformed sequence
 * @param malformed its malformed sequences, cut as {@code new String(bytes, UTF_8)} cuts them when it replaces each by one
 *     character: a byte that cannot go on what came before ends that sequence and begins anew
 */
public record TextCounts(long bytes, long lines, long words, long characters, long malformed) {

    public static final TextCounts NONE = new TextCounts(0, 0, 0, 0, 0);

    public TextCounts plus(TextCounts other) {
        return new TextCounts(
                bytes + other.bytes,
                lines + other.lines,
                words + other.words,
                characters + other.characters,
                malformed + other.malformed);
    }
}
