package io.sluice.benchmarks;

import java.util.Arrays;

/** Where some numbers lie. Quartiles are interpolated between the two nearest numbers. */
record Spread(double least, double lowerQuartile, double median, double upperQuartile, double most) {

    static Spread of(double... numbers) {
        if (numbers.length == 0) {
            throw new IllegalArgumentException("numbers: there are none");
        }
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return new Spread(at(sorted, 0), at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
