package io.sluice.source.framing;

/** Checks numbers in settings. Stateless. */
final class Limits {

    /** A gibibyte: with what is looked at behind it, an array still holds it. */
    static final int MOST_BYTES = 1 << 30;

    /** Room for any character of any charset. */
    static final int LEAST_LINE_BYTES = 16;

    private Limits() {}

    static int check(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(setting + " is " + value + "; allowed is " + least + " to " + most);
        }
        return value;
    }
}
