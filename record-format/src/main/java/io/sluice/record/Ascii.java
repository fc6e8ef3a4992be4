package io.sluice.record;

/** Compares bytes with ASCII words. Stateless. */
final class Ascii {

    private Ascii() {}

    static boolean equals(byte[] bytes, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** As {@link #equals}, for a lower-case word and text in any case. */
    static boolean equalsAnyCase(byte[] bytes, int from, int to, String lowerCaseWord) {
        if (to - from != lowerCaseWord.length()) {
            return false;
        }
        for (int i = 0; i < lowerCaseWord.length(); i++) {
            if ((bytes[from + i] | 0x20) != lowerCaseWord.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
