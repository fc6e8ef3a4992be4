package io.sluice.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How a pipeline took a rate for a while: whether what is on the way stays as much.
 *
 * @param rate trades in a second that were asked for
 * @param moments at least three, in the order of time
 */
record Held(double rate, List<Moment> moments) {

    /** What is on the way may grow by so much in a third of the time: a commit falls into one third or the next. */
    static final double MOST_GROWTH_SECONDS = 0.5;

    private static final double NEARLY_ALL = 0.98;

    Held {
        moments = List.copyOf(moments);
        if (moments.size() < 3) {
            throw new IllegalArgumentException("moments: there are " + moments.size() + "; three are needed");
        }
    }

    /** Trades in a second that the feed has written. */
    double appendedRate() {
        return perSecond(Moment::appended);
    }

    /** Trades in a second that came into Parquet. */
    double rowsRate() {
        return perSecond(Moment::rows);
    }

    private double perSecond(ToDoubleFunction<Moment> count) {
        Moment first = moments.get(0);
        Moment last = moments.get(moments.size() - 1);
        return (count.applyAsDouble(last) - count.applyAsDouble(first)) / (last.seconds() - first.seconds());
    }

    /** What is on its way to Parquet, in seconds of trades. */
    double rowsLag(Moment moment) {
        return (moment.appended() - moment.rows()) / rate;
    }

    /** What is on its way into bars, or in bars that are not closed yet, in seconds of trades. */
    double barsLag(Moment moment) {
        return (moment.appended() - moment.bars()) / rate;
    }

    /** By how many seconds of trades what is on the way was more in the last third than in the one before, in the median. */
    double growthSeconds() {
        return Math.max(growth(this::rowsLag), growth(this::barsLag));
    }

    private double growth(ToDoubleFunction<Moment> lag) {
        int third = moments.size() / 3;
        int size = moments.size();
        return median(lag, size - third, size) - median(lag, size - 2 * third, size - third);
    }

    private double median(ToDoubleFunction<Moment> lag, int from, int to) {
        return Spread.of(moments.subList(from, to).stream().mapToDouble(lag).toArray())
                .median();
    }

    boolean isHeld() {
        return growthSeconds() <= MOST_GROWTH_SECONDS && appendedRate() >= NEARLY_ALL * rate;
    }
}
