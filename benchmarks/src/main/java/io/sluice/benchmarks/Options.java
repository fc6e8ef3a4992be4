package io.sluice.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * What was asked for on the command line, besides the names of benchmarks. Immutable.
 *
 * @param quick only to see that it runs: the numbers mean nothing
 * @param sustained how long {@code pipeline} holds its rate; zero for as long as it does by itself
 * @param rate of {@code pipeline}, in trades per second; 0 to search for the highest
 * @param profile whether {@code pipeline} looks where the time goes, too
 */
record Options(boolean quick, Duration sustained, long rate, boolean profile) {

    static final String TEXT = "[--quick] [--minutes N] [--rate TRADES_PER_SECOND] [--profile]";

    /** Takes the options out of the words. */
    static Options takeFrom(List<String> words) {
        return new Options(
                words.remove("--quick"),
                Duration.ofMinutes(number(words, "--minutes")),
                number(words, "--rate"),
                words.remove("--profile"));
    }

    private static long number(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0) {
            return 0;
        }
        words.remove(at);
        String text = at < words.size() ? words.remove(at) : "";
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(option + " is '" + text + "'; it must be a whole number above 0");
        }
        return Long.parseLong(text);
    }
}
