package io.sluice.streams.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A bar computed from all its rows at once, with BigDecimal. */
final class NaiveBar {
    private NaiveBar() {}

    static Map<String, Object> of(List<NaiveWindows.Row> all) {
        List<NaiveWindows.Row> rows = all.stream()
                .filter(row -> row.price() != null)
                .sorted(Comparator.comparingLong(NaiveWindows.Row::time)
                        .thenComparing(NaiveWindows.Row::input)
                        .thenComparingLong(NaiveWindows.Row::position))
                .toList();
        List<BigDecimal> prices =
                rows.stream().map(row -> BigDecimal.valueOf(row.price(), 2)).toList();
        Map<String, Object> bar = new HashMap<>();
        bar.put("open", prices.isEmpty() ? null : prices.get(0));
        bar.put("high", prices.stream().max(Comparator.naturalOrder()).orElse(null));
        bar.put("low", prices.stream().min(Comparator.naturalOrder()).orElse(null));
        bar.put("close", prices.isEmpty() ? null : prices.get(prices.size() - 1));
        BigDecimal volume = BigDecimal.valueOf(
                rows.stream().mapToLong(NaiveWindows.Row::quantity).sum());
        bar.put("volume", volume);
        BigDecimal turnover = rows.stream()
                .map(row -> BigDecimal.valueOf(row.price(), 2).multiply(BigDecimal.valueOf(row.quantity())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        bar.put("vwap", volume.signum() == 0 ? null : turnover.divide(volume, 8, RoundingMode.HALF_EVEN));
        bar.put("trades", (long) rows.size());
        bar.put("nulls", (long) all.size() - rows.size());
        bar.put("n", (long) all.size());
        return bar;
    }
}
