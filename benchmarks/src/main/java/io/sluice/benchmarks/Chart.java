package io.sluice.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * A chart of lines, as a part of a page in SVG. Immutable.
 *
 * @param logarithmic whether the horizontal axis is by powers of ten
 * @param series at least one, with at least one point
 */
record Chart(String title, String xUnit, String yUnit, boolean logarithmic, List<Series> series) {

    private static final int COLUMNS = 2;
    private static final int WIDTH = 460;
    private static final int HEIGHT = 250;
    private static final int LEFT = 62;
    private static final int RIGHT = 28;
    private static final int TOP = 34;
    private static final int BOTTOM = 62;
    private static final int HEAD = 30;
    private static final int TICKS = 4;
    private static final List<String> COLOURS = List.of("#1f6fb2", "#c8501e", "#2e8b57", "#7a4fa3", "#8a6d1a");

    /** Points that belong together. Immutable. */
    static final class Series {
        private final String name;
        private final double[] x;
        private final double[] y;

        /** A series of as many places as values. */
        Series(String name, double[] places, double[] values) {
            if (places.length != values.length || places.length == 0) {
                throw new IllegalArgumentException(name + " has " + places.length + " places and " + values.length
                        + " values; as many are needed, and one at least");
            }
            this.name = name;
            this.x = places.clone();
            this.y = values.clone();
        }
    }

    Chart {
        series = List.copyOf(series);
    }

    /** A page with the charts, two beside each other. */
    static String page(String title, List<Chart> charts) {
        List<Chart> drawn =
                charts.stream().filter(chart -> !chart.series.isEmpty()).toList();
        int rows = (drawn.size() + COLUMNS - 1) / COLUMNS;
        int width = WIDTH * COLUMNS;
        int height = HEAD + HEIGHT * rows;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"sans-serif\" font-size=\"11\">\n"
                        + "<rect width=\"%1$d\" height=\"%2$d\" fill=\"#ffffff\"/>\n",
                width,
                height));
        text(svg, LEFT, HEAD - 10, "start", "font-size=\"15\" font-weight=\"bold\"", title);
        for (int i = 0; i < drawn.size(); i++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<g transform=\"translate(%d,%d)\">\n",
                    i % COLUMNS * WIDTH,
                    HEAD + i / COLUMNS * HEIGHT));
            drawn.get(i).draw(svg);
            svg.append("</g>\n");
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg) {
        Axis x = logarithmic
                ? new Axis(most(true), least(), 0, LEFT, WIDTH - RIGHT, true)
                : Axis.upTo(most(true), LEFT, WIDTH - RIGHT);
        Axis y = Axis.upToTick(most(false), HEIGHT - BOTTOM, TOP);
        text(svg, LEFT, TOP - 14, "start", "font-weight=\"bold\"", title);
        for (double tick : y.ticks()) {
            line(svg, LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "#dddddd");
            text(svg, LEFT - 6, y.at(tick) + 4, "end", "", label(tick));
        }
        for (double tick : x.ticks()) {
            line(svg, x.at(tick), HEIGHT - BOTTOM, x.at(tick), HEIGHT - BOTTOM + 4, "#888888");
            text(svg, x.at(tick), HEIGHT - BOTTOM + 17, "middle", "", label(tick));
        }
        line(svg, LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "#888888");
        text(svg, WIDTH - RIGHT, HEIGHT - BOTTOM + 31, "end", "fill=\"#555555\"", xUnit);
        text(svg, LEFT - 6, TOP - 14, "end", "fill=\"#555555\"", yUnit.length() > 8 ? "" : yUnit);
        double legend = LEFT;
        for (int i = 0; i < series.size(); i++) {
            String colour = COLOURS.get(i % COLOURS.size());
            points(svg, series.get(i), x, y, colour);
            line(svg, legend, HEIGHT - 16, legend + 14, HEIGHT - 16, colour);
            text(svg, legend + 18, HEIGHT - 12, "start", "", series.get(i).name);
            legend += 30 + 6.2 * series.get(i).name.length();
        }
        if (yUnit.length() > 8) {
            text(svg, WIDTH - RIGHT, TOP - 14, "end", "fill=\"#555555\"", yUnit);
        }
    }

    private static void points(StringBuilder svg, Series one, Axis x, Axis y, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < one.x.length; i++) {
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(one.x[i]), y.at(one.y[i])));
        }
        svg.append("<polyline fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"1.5\" points=\"")
                .append(path.toString().strip())
                .append("\"/>\n");
        if (one.x.length <= 10) {
            for (int i = 0; i < one.x.length; i++) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>%n",
                        x.at(one.x[i]),
                        y.at(one.y[i]),
                        colour));
            }
        }
    }

    private double most(boolean ofX) {
        return series.stream()
                .flatMapToDouble(one -> java.util.Arrays.stream(ofX ? one.x : one.y))
                .max()
                .orElseThrow();
    }

    private double least() {
        return series.stream()
                .flatMapToDouble(one -> java.util.Arrays.stream(one.x))
                .min()
                .orElseThrow();
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String style, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>%n",
                x,
                y,
                anchor,
                style.isEmpty() ? "" : " " + style,
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }

    private static String label(double value) {
        if (value != 0 && Math.abs(value) < 10 && value != Math.rint(value)) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /**
     * An axis, from a value to a place.
     *
     * @param step from a tick to the next, if it is not logarithmic
     * @param from the place of the least value
     * @param to that of the most
     */
    private record Axis(double most, double least, double step, double from, double to, boolean logarithmic) {
        Axis {
            if (most <= least) {
                most = least + 1;
            }
        }

        /** From 0 to a value. */
        static Axis upTo(double most, double from, double to) {
            return new Axis(most, 0, rounded(most / TICKS), from, to, false);
        }

        /** From 0 to a tick that is no less than a value. */
        static Axis upToTick(double most, double from, double to) {
            double step = most <= 0 ? 1 : rounded(most / TICKS);
            return new Axis(step * TICKS, 0, step, from, to, false);
        }

        double at(double value) {
            double share = logarithmic
                    ? (Math.log10(value) - Math.log10(least)) / (Math.log10(most) - Math.log10(least))
                    : (value - least) / (most - least);
            return from + share * (to - from);
        }

        double[] ticks() {
            if (!logarithmic) {
                return java.util.stream.IntStream.rangeClosed(0, (int) Math.floor(most / step + 1e-9))
                        .mapToDouble(i -> step * i)
                        .toArray();
            }
            int first = (int) Math.ceil(Math.log10(least) - 1e-9);
            int last = (int) Math.floor(Math.log10(most) + 1e-9);
            return java.util.stream.IntStream.rangeClosed(first, last)
                    .mapToDouble(power -> Math.pow(10, power))
                    .toArray();
        }

        /** The next larger number that is easy to read: 1, 2, 2.5 or 5, and zeros. */
        private static double rounded(double step) {
            double power = Math.pow(10, Math.floor(Math.log10(step)));
            for (double times : new double[] {1, 2, 2.5, 5}) {
                if (step <= times * power * (1 + 1e-9)) {
                    return times * power;
                }
            }
            return 10 * power;
        }
    }
}
