package io.sluice.deploy.page;

/** Looks for a text in others, whatever their case. */
final class TextSearch {
    private TextSearch() {}

    static boolean contains(String text, String part) {
        for (int from = 0; from + part.length() <= text.length(); from++) {
            if (text.regionMatches(true, from, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }
}
